package dev.podregistry.cli.option;

import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.log.place.PathNames;
import dev.podregistry.model.Quoted;
import dev.podregistry.model.ScopePath;
import dev.podregistry.path.FileSystemPaths;
import dev.podregistry.path.LogicalPaths;
import dev.podregistry.path.NamePattern;
import dev.podregistry.path.PathResolver;
import dev.podregistry.path.Resolution;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Paths as somebody types them at a prompt. */
public final class Paths {

    private Paths() {}

    /** {@return the path that was typed, absolute and without dots; the file system is not asked} */
    static ScopePath scopePath(Shell shell, String typed) {
        return scopePath(shell, typed, LogicalPaths::resolve);
    }

    /** {@return the path that was typed, as {@code paths} takes it} */
    public static ScopePath scopePath(Shell shell, String typed, PathResolver paths) {
        String absolute = absolute(shell, typed);
        Resolution resolution = paths.resolve(absolute);
        if (resolution instanceof Resolution.Invalid invalid) {
            throw new Complaint(ExitCode.USAGE, "the path \"" + absolute + "\" " + invalid.reason());
        }
        return ((Resolution.Canonical) resolution).path();
    }

    /** {@return what was typed, from the root down; it may have dots in it} */
    static String absolute(Shell shell, String typed) {
        if (typed.isEmpty()) {
            throw new Complaint(ExitCode.USAGE, "the path is empty");
        }
        Path path = shell.resolve(typed);
        if (!PathNames.isText(path)) {
            throw new Complaint(ExitCode.USAGE, "the path " + Quoted.text(path.toString()) + " " + PathNames.notText());
        }
        return path.toString();
    }

    /** Says on stderr what about a question is easily taken for something else. */
    public static void note(Shell shell, String typed, ScopePath asked) {
        noteSpelling(shell, typed);
        noteOtherForm(shell, typed, asked);
        notePattern(shell, asked);
    }

    /**
     * Says so when what was typed is a path only to others: {@code ~/x} or {@code $HOME/x} to a shell, {@code file:///x} to a
     * browser.
     */
    static void noteSpelling(Shell shell, String typed) {
        String meant = meant(shell, typed);
        if (meant != null && !Files.exists(shell.resolve(typed), LinkOption.NOFOLLOW_LINKS)) {
            shell.note("note: " + typed + " was taken for a name in " + shell.workingDirectory()
                    + ", as the tool does not "
                    + (typed.startsWith("file:")
                            ? "read URLs"
                            : "replace " + typed.replaceFirst("/.*", "")
                                    + ", and the shell only where it is not quoted")
                    + "; ask for " + meant);
        }
    }

    private static @Nullable String meant(Shell shell, String typed) {
        String home = shell.environment().getOrDefault("HOME", "");
        if (!home.isEmpty() && typed.matches("(?s)(~|\\$HOME|\\$\\{HOME})(/.*)?")) {
            return home + typed.replaceFirst("[^/]+", "");
        }
        return typed.matches("(?s)file:/.*") ? typed.replaceFirst("^file:/+", "/") : null;
    }

    /** Says so when {@code asked} looks like a pattern, and there is no such file. */
    static void notePattern(Shell shell, ScopePath asked) {
        ScopePath pattern = NamePattern.in(asked);
        if (pattern != null && !Files.exists(Path.of(pattern.value()), LinkOption.NOFOLLOW_LINKS)) {
            shell.note("note: " + pattern + " was taken for a name, not for a pattern; ask for the directory "
                    + pattern.parent() + ", or for a path below it");
        }
    }

    /** Says so when on this machine the path is, or is by its text, another than {@code asked}. */
    static void noteOtherForm(Shell shell, String typed, ScopePath asked) {
        String absolute = absolute(shell, typed);
        if (LogicalPaths.resolve(absolute) instanceof Resolution.Canonical text
                && !text.path().equals(asked)) {
            shell.note("note: on this machine " + text.path() + " leads to " + asked
                    + ", so that is asked about; with --text it is about the text");
        } else if (FileSystemPaths.ofSystem().resolve(absolute) instanceof Resolution.Canonical real
                && !real.path().equals(asked)) {
            shell.note("note: on this machine " + asked + " leads to " + real.path()
                    + "; targets are usually recorded in that form, so ask for it as well");
        }
    }
}
