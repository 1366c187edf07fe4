package dev.podregistry.cli.shell;

import dev.podregistry.audit.Point;
import dev.podregistry.cli.terminal.Terminal;
import dev.podregistry.log.place.PathNames;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command sees of the world around it.
 *
 * @param out takes answers
 * @param err takes messages
 * @param terminal what may be done where somebody looks at it
 * @param environment the environment variables
 * @param workingDirectory where relative paths begin
 * @param times what time it is, and how times are shown
 * @param logs where logs are read from
 */
public record Shell(
        PrintWriter out,
        PrintWriter err,
        Terminal terminal,
        Map<String, String> environment,
        Path workingDirectory,
        Times times,
        Logs logs) {

    private static final int SHORT_HASH = 12;

    /** Prints a message that is no answer. */
    public void note(String message) {
        err.println("pod-registry: " + Printable.line(message));
        err.flush();
    }

    /** {@return the path that was given} */
    public Path resolve(String given) {
        try {
            return workingDirectory.resolve(given);
        } catch (InvalidPathException e) {
            throw new Complaint(ExitCode.USAGE, "\"" + given + "\" is no path: " + PathNames.reason(e));
        }
    }

    /** Prints the line that says where in the history an answer is true. */
    public void printAt(String what, Point at) {
        if (at.sequence() == 0) {
            out.println(what + " at #0, before the first event");
        } else {
            out.println(what + " at #" + at.sequence() + ", "
                    + (at.time() == null ? "of a time that is lost" : times.shown(at.time())) + ", hash "
                    + at.hash().toString().substring(0, SHORT_HASH) + "…");
        }
    }

    public String bold(String text) {
        return coloured("1", text);
    }

    public String green(String text) {
        return coloured("32", text);
    }

    public String yellow(String text) {
        return coloured("33", text);
    }

    public String red(String text) {
        return coloured("1;31", text);
    }

    private String coloured(String code, String text) {
        return terminal.colour() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
