package dev.podregistry.cli.shell;

/** Ends a command whose reader has seen enough, as when a pager is left early. */
public final class ReaderLeft extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ReaderLeft() {
        super("nobody reads the answer any more", null, false, false);
    }
}
