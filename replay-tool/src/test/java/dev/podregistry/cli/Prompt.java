package dev.podregistry.cli;

import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.shell.Logs;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.shell.Times;
import dev.podregistry.cli.terminal.Terminal;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.LogReader;
import dev.podregistry.log.MemoryLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Runs commands as at a prompt, without a process. */
public final class Prompt {

    /** Half an hour after the beginning of a story, on a machine in India. */
    static final Clock CLOCK = Clock.fixed(Story.NOON.plusSeconds(1800), ZoneId.of("Asia/Kolkata"));

    private final Logs logs;
    private final Map<String, String> environment = new HashMap<>();
    private boolean colour;

    private Prompt(Logs logs) {
        this.logs = logs;
    }

    /** {@return a prompt at which the registry of the environment is {@code log}} */
    public static Prompt on(MemoryLog log) {
        return at(() -> log.open(LogPosition.START));
    }

    /** {@return a prompt at which the registry of the environment is read by readers of that kind} */
    public static Prompt at(Supplier<LogReader> readers) {
        return new Prompt((directory, after) -> readers.get()).with(RegistryOption.VARIABLE, "/registry");
    }

    /** {@return a prompt that reads registries on disk} */
    public static Prompt onDisk() {
        return new Prompt(Logs.ON_DISK);
    }

    public Prompt with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public Prompt inColour() {
        colour = true;
        return this;
    }

    public Printed run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Shell shell = new Shell(
                new PrintWriter(out),
                new PrintWriter(err),
                Terminal.plain(colour),
                environment,
                Path.of("/srv/shop/services"),
                new Times(CLOCK),
                logs);
        int code = Tool.run(shell, args);
        return new Printed(code, out.toString(), err.toString());
    }

    /**
     * What a command came to.
     *
     * @param code its exit code
     * @param out what it printed as its answer
     * @param err what it said beside it
     */
    public record Printed(int code, String out, String err) {}
}
