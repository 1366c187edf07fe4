package dev.podregistry.cli;

import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.ReaderLeft;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.UnusableRegistryException;
import dev.podregistry.table.ImpossibleHistoryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/** Tells whoever gave a command why it failed: one line, and an exit code. */
final class Failures {

    static final String DEBUG = "POD_REGISTRY_DEBUG";

    private final Shell shell;
    private final boolean debug;

    Failures(Shell shell, boolean debug) {
        this.shell = shell;
        this.debug = debug || !shell.environment().getOrDefault(DEBUG, "").isEmpty();
    }

    /** Prints the line and returns the exit code. */
    int report(Throwable failure) {
        if (failure instanceof ReaderLeft) {
            return ExitCode.OK;
        }
        shell.out().flush();
        if (isBug(failure)) {
            shell.note("this is a bug of the tool, not of your registry: " + failure
                    + (debug ? "" : "; run it again with --debug, and report what it prints"));
        } else {
            shell.note(message(failure) + advice(failure));
        }
        if (debug) {
            failure.printStackTrace(shell.err());
            shell.err().flush();
        }
        return exitCode(failure);
    }

    private static String message(Throwable failure) {
        return failure instanceof FileSystemException || failure instanceof UncheckedIOException
                ? Reasons.of(failure)
                : String.valueOf(failure.getMessage());
    }

    /** A mapped file that is shorter than it was, or a disk that cannot be read; the JVM tells late, and anywhere. */
    private static boolean isFaultOfMemory(Throwable failure) {
        return failure instanceof InternalError
                && String.valueOf(failure.getMessage()).contains("memory access");
    }

    private static boolean isBug(Throwable failure) {
        return exitCode(failure) == ExitCode.BUG;
    }

    private static int exitCode(Throwable failure) {
        if (failure instanceof Complaint complaint) {
            return complaint.exitCode();
        }
        if (failure instanceof LogUnavailableException unavailable) {
            return switch (unavailable.reason()) {
                case MISSING, UNSUITABLE -> ExitCode.NO_LOG;
                case JVM_FLAGS, LIBRARY -> ExitCode.JVM_FLAGS;
                case IO -> ExitCode.IO;
            };
        }
        if (failure instanceof DamagedLogException
                || failure instanceof ImpossibleHistoryException
                || failure instanceof UnusableRegistryException) {
            return ExitCode.DAMAGED;
        }
        if (isFaultOfMemory(failure)) {
            return ExitCode.DAMAGED;
        }
        boolean io = failure instanceof LogException
                || failure instanceof IOException
                || failure instanceof UncheckedIOException;
        return io ? ExitCode.IO : ExitCode.BUG;
    }

    private static String advice(Throwable failure) {
        if (failure instanceof ImpossibleHistoryException) {
            return "; the log is damaged: run pod-registry verify, and ask for an earlier point with --at";
        }
        if (isFaultOfMemory(failure)) {
            return "; a file of the log was cut off while it was read, or the disk fails: run pod-registry verify";
        }
        if (failure instanceof LogUnavailableException unavailable) {
            return switch (unavailable.reason()) {
                case MISSING -> "; check --dir";
                case JVM_FLAGS -> "; bin/pod-registry and java -jar give them";
                case UNSUITABLE, LIBRARY, IO -> "";
            };
        }
        return "";
    }
}
