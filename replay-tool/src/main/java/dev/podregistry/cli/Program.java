package dev.podregistry.cli;

/**
 * This program, as its own commands see it.
 *
 * @param main the class that a JVM starts it by
 * @param command runs one of its commands in this process
 */
record Program(Class<?> main, Command command) {

    static final String NAME = "pod-registry";

    /** Runs a command line. */
    @FunctionalInterface
    interface Command {

        /** Runs one command and returns its exit code, one of those of {@link ExitCode}. */
        int run(Shell shell, String... args);
    }

    /** {@return the version, as its jar tells it} */
    static String version() {
        String version = Program.class.getPackage().getImplementationVersion();
        return version == null ? "(unpacked)" : version;
    }
}
