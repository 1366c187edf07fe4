package dev.podregistry.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What one of this process's standard streams leads to. */
public enum Descriptor {
    /** Somebody looks at it. */
    TERMINAL,
    /** A regular file. */
    FILE,
    /** A pipe, a device, or it cannot be told. */
    OTHER;

    public static final int OUT = 1;
    public static final int ERR = 2;

    /**
     * {@return what the descriptor of that number leads to}
     *
     * <p>{@link System#console()} tells of standard input and output together, and on newer JVMs of neither.
     */
    public static Descriptor of(int number) {
        Path link = Path.of("/proc/self/fd/" + number);
        try {
            String target = Files.readSymbolicLink(link).toString();
            if (target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console")) {
                return TERMINAL;
            }
            return Files.isRegularFile(link) ? FILE : OTHER;
        } catch (IOException | UnsupportedOperationException e) {
            return asShellSees(number);
        }
    }

    /** {@return the same, for systems without {@code /proc}} */
    static Descriptor asShellSees(int number) {
        String question = "[ -t " + number + " ] && exit 10; [ -f /dev/fd/" + number + " ] && exit 11; exit 12";
        try {
            return switch (new ProcessBuilder("sh", "-c", question)
                    .inheritIO()
                    .start()
                    .waitFor()) {
                case 10 -> TERMINAL;
                case 11 -> FILE;
                default -> OTHER;
            };
        } catch (IOException e) {
            return OTHER;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OTHER;
        }
    }
}
