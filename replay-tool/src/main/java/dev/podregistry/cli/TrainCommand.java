package dev.podregistry.cli;

import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Runs what users run, on a small registry of its own, so that the JVM can archive the classes that this takes.
 *
 * <p>The launcher starts it once. What it leaves in its directory, whoever named that removes.
 */
@Command
final class TrainCommand implements Callable<Integer> {

    static final String NAME = "train";

    /** Enough events for a snapshot. */
    private static final int PODS = 200;

    private static final List<String> LINES = List.of(
            "import pods.json",
            "log --reverse",
            "show 2",
            "state",
            "tree -o json",
            "who /srv/6/sub/a",
            "blame /srv/6",
            "diff 0",
            "check /srv/6/sub/a --pod 7",
            "simulate release 7",
            "stats",
            "verify -o ndjson",
            "export --format csv -O export.csv");

    private final Shell shell;

    @Parameters(paramLabel = "DIR")
    private String directory = "";

    TrainCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Path place = shell.resolve(directory);
        Files.writeString(place.resolve("pods.json"), pods(), StandardOpenOption.CREATE_NEW);
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Shell user = new Shell(
                nowhere,
                nowhere,
                Terminal.plain(true),
                Map.of(RegistryOption.VARIABLE, "registry"),
                place,
                shell.times(),
                shell.logs());
        for (String line : LINES) {
            int code = Tool.run(user, line.split(" "));
            if (code != ExitCode.OK) {
                throw new Complaint(code, "the training ended at: " + line);
            }
        }
        return ExitCode.OK;
    }

    private static String pods() {
        return IntStream.range(0, PODS)
                .mapToObj(TrainCommand::pod)
                .collect(Collectors.joining(",", "{\"allocations\":[", "]}"));
    }

    /** Every other pod has a child, of the next number. */
    private static String pod(int number) {
        boolean child = number % 2 == 1;
        String target = child ? "/srv/" + (number - 1) + "/sub" : "/srv/" + number;
        return "{\"pod_name\":\"" + number + "\",\"pid\":1,\"socket\":\"\",\"scope_allow\":[{\"target\":\"" + target
                + "\",\"permission\":\"write\",\"recursive\":true}],\"scope_deny\":[],\"delegated_from\":"
                + (child ? "\"" + (number - 1) + "\"" : "null")
                + ",\"segment_id\":\"00000000-0000-7000-8000-" + String.format(Locale.ROOT, "%012x", number) + "\"}";
    }
}
