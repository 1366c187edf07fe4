package dev.podregistry.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** The process around the command line: the streams, the environment, the exit code. */
public final class Main {

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        Watched standardOut = new Watched(new FileOutputStream(FileDescriptor.out));
        PrintWriter out = utf8(standardOut);
        PrintWriter err = utf8(new FileOutputStream(FileDescriptor.err));
        Shell shell = new Shell(
                out,
                err,
                Ansi.AUTO.enabled(),
                System.getenv(),
                Path.of("").toAbsolutePath(),
                new Times(Clock.system(ZoneId.systemDefault())),
                Logs.ON_DISK);
        int code = Tool.run(shell, args);
        out.flush();
        err.flush();
        IOException failure = standardOut.failure;
        if (failure != null && code == ExitCode.OK) {
            code = ExitCode.IO;
            if (!String.valueOf(failure.getMessage()).contains("Broken pipe")) {
                shell.note("the answer could not be written: " + failure.getMessage());
            }
        }
        System.exit(code);
    }

    private static PrintWriter utf8(OutputStream stream) {
        return new PrintWriter(new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)));
    }

    /** Remembers that writing failed, which a {@link PrintWriter} does not tell apart from a reader that left. */
    private static final class Watched extends FilterOutputStream {

        private @Nullable IOException failure;

        Watched(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }
    }
}
