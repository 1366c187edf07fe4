package dev.podregistry.cli;

/** Ends a command whose reader has seen enough, as when a pager is left early. */
final class ReaderLeft extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReaderLeft() {
        super("nobody reads the answer any more", null, false, false);
    }
}
