package dev.podregistry.cli;

import dev.podregistry.cli.shell.Arguments;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Logs;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.shell.Times;
import dev.podregistry.cli.terminal.Descriptor;
import dev.podregistry.cli.terminal.PagerChoice;
import dev.podregistry.cli.terminal.Progress;
import dev.podregistry.cli.terminal.StandardErr;
import dev.podregistry.cli.terminal.StandardOut;
import dev.podregistry.cli.terminal.Terminal;
import dev.podregistry.log.place.PathNames;
import dev.podregistry.model.Quoted;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;

/** The process around the command line: the streams, the environment, the exit code. */
public final class Main {

    private final Map<String, String> environment = System.getenv();
    private final Descriptor outDescriptor = Descriptor.of(Descriptor.OUT);
    private final Descriptor errDescriptor = Descriptor.of(Descriptor.ERR);
    private final OutputStream terminal = new FileOutputStream(FileDescriptor.err);
    private final Progress progress = errDescriptor == Descriptor.TERMINAL && !Terminal.isDumb(environment)
            ? Progress.on(terminal, System::nanoTime)
            : Progress.none();
    private final StandardOut standardOut = new StandardOut(
            new FileOutputStream(FileDescriptor.out), outDescriptor, PagerChoice.of(environment), progress, this::note);
    private final StandardErr standardErr =
            new StandardErr(terminal, progress, () -> errDescriptor == Descriptor.TERMINAL && standardOut.isPaging());
    private final Shell shell = new Shell(
            utf8(standardOut),
            utf8(standardErr),
            new Terminal(Terminal.wantsColour(outDescriptor, environment), progress, standardOut),
            environment,
            PathNames.workingFolder(),
            new Times(Clock.system(ZoneId.systemDefault())),
            Logs.ON_DISK);

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) throws InterruptedException, IOException {
        System.exit(new Main().run(args));
    }

    private int run(String[] args) throws InterruptedException, IOException {
        // Libraries go by it: picocli orders options otherwise where an i is not an I.
        Locale.setDefault(Locale.ROOT);
        // What libraries complain about.
        System.setErr(new PrintStream(standardErr, true, StandardCharsets.UTF_8));
        Runtime.getRuntime().addShutdownHook(new Thread(standardOut::interrupted, "end of the output"));
        for (String argument : args) {
            if (Arguments.isLost(Arguments.LINE, argument)) {
                shell.note("the argument " + Quoted.text(argument) + " " + PathNames.notText());
                return ExitCode.USAGE;
            }
        }
        int code = Tool.run(shell, args);
        shell.out().flush();
        shell.err().flush();
        standardOut.finish();
        progress.stop();
        standardErr.release();
        IOException failure = standardOut.failure();
        if (failure == null || code != ExitCode.OK) {
            return code;
        }
        if (!String.valueOf(failure.getMessage()).contains("Broken pipe")) {
            note("the answer could not be written: " + failure.getMessage());
        }
        return ExitCode.IO;
    }

    private void note(String message) {
        shell.note(message);
    }

    private static PrintWriter utf8(OutputStream stream) {
        return new PrintWriter(new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)));
    }
}
