package dev.podregistry.log.json;

/** A line is not as it would be written; that is all it says, for it is read again to learn what is wrong with it. */
final class UnexpectedTokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final UnexpectedTokenException INSTANCE = new UnexpectedTokenException();

    private UnexpectedTokenException() {
        super("the line is not as it would be written", null, false, false);
    }
}
