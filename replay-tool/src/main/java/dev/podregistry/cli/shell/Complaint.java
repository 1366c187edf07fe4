package dev.podregistry.cli.shell;

/** Why a command cannot be answered, in one line for whoever gave it. */
public final class Complaint extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The exit code. */
    private final int exitCode;

    /**
     * Creates a complaint.
     *
     * @param exitCode one of {@link ExitCode}
     * @param message the thing, the reason, what to do
     */
    public Complaint(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
