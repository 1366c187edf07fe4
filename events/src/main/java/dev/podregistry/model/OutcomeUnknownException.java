package dev.podregistry.model;

/**
 * Whether a command was carried out is not known: the log failed, and failed again when the command was repeated.
 *
 * <p>Repeating the command with the same {@link #command() id} is safe in any process, until 1,024 other commands have
 * been carried out and the id is forgotten: if it was carried out, it is answered as it would have been then, or told that
 * what it was given is gone, and otherwise it is decided anew.
 */
public final class OutcomeUnknownException extends RegistryException {

    private static final long serialVersionUID = 1L;

    /** The id. */
    private final transient CommandId command;

    /**
     * Creates the exception.
     *
     * @param command the id under which to repeat the command
     * @param cause how the log failed the second time
     */
    public OutcomeUnknownException(CommandId command, Throwable cause) {
        super(
                "it is not known whether command " + command + " was carried out, as the log failed twice: "
                        + cause.getMessage() + "; repeat the same command with this id to find out",
                cause);
        this.command = command;
    }

    /** {@return the id under which to repeat the command} */
    public CommandId command() {
        return command;
    }
}
