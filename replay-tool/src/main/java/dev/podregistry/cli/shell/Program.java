package dev.podregistry.cli.shell;

/**
 * This program, as its own commands see it.
 *
 * @param main the class that a JVM starts it by
 * @param command runs one of its commands in this process
 */
public record Program(Class<?> main, Command command) {

    public static final String NAME = "pod-registry";

    /** Runs a command line. */
    @FunctionalInterface
    public interface Command {

        /** Runs one command and returns its exit code, one of those of {@link ExitCode}. */
        int run(Shell shell, String... args);
    }

    /** {@return the version, as its jar tells it} */
    public static String version() {
        String version = Program.class.getPackage().getImplementationVersion();
        return version == null ? "(unpacked)" : version;
    }
}
