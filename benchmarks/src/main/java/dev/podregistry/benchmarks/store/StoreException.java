package dev.podregistry.benchmarks.store;

/** A store to compare with failed. */
final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StoreException(Exception cause) {
        super(cause);
    }
}
