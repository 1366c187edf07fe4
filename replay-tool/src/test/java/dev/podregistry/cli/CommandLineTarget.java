package dev.podregistry.cli;

import dev.podregistry.cli.demo.DemoPodCommand;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.fuzz.Fit;
import dev.podregistry.log.MemoryLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Any words are a command, or they are refused with exit code and reason; nothing printed acts on a terminal.
 *
 * <p>An input is words with newlines between them. Commands that start processes, write files or never end are left out; what
 * {@code import} reads is a target of its own.
 */
public final class CommandLineTarget {

    private static final MemoryLog LOG = Story.shop();
    private static final Set<String> LEFT_OUT = Set.of("import", "demo", DemoPodCommand.NAME);
    private static final Set<Integer> CODES =
            Set.of(ExitCode.OK, ExitCode.NEGATIVE, ExitCode.USAGE, ExitCode.DENIED, ExitCode.DAMAGED, ExitCode.NO_LOG);

    private CommandLineTarget() {}

    /** Tries one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] words = new String(input, StandardCharsets.UTF_8).split("\n", -1);
        if (List.of(words).stream().anyMatch(word -> LEFT_OUT.contains(word) || word.startsWith("--follow"))) {
            return;
        }
        Prompt.Printed printed = Prompt.on(LOG).run(words);
        Fit.require(CODES.contains(printed.code()), "exit code " + printed.code() + ": " + printed.err());
        Fit.require(
                printed.code() < ExitCode.USAGE
                        || printed.code() == ExitCode.DENIED
                        || !printed.err().isBlank(),
                "no reason for " + printed.code());
        printed.out().lines().forEach(Fit::forTerminal);
        printed.err().lines().forEach(Fit::forTerminal);
    }
}
