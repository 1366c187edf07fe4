package dev.podregistry.log.place;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.FileReader;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in words why something failed: the file, what the system says of it, and what to do, without names of classes. */
public final class Reasons {

    private static final Pattern CLASS =
            Pattern.compile("(?<![\\w./$-])(?:[a-z_][\\w$]*\\.)+[A-Z][\\w$]*(?:Exception|Error)\\b(?:: ?)?");
    private static final Pattern OLD_FORM = Pattern.compile("(.*) \\((.*)\\)", Pattern.DOTALL);
    private static final List<String> NO_ROOM = List.of("No space left", "Disk quota exceeded", "File too large");
    private static final String TOO_MANY = "Too many open files";
    private static final String NOT_MAPPED = "Failed to acquireByteStore";
    private static final Map<String, String> WHAT_TO_DO = Map.of(
            "operation not permitted", "; is it or its folder immutable? lsattr -d shows it",
            "permission denied", "; ls -ld shows who may",
            "read-only file system", "; mount it for writing, or use another place",
            "no space left on device", "; remove some files there (df -h and df -i show what is free)",
            "disk quota exceeded", "; remove some files there, or raise the quota (quota -s shows it)",
            "file too large", "; raise ulimit -f, or use a file system that takes larger files",
            "input/output error", "; the disk may be failing: see dmesg",
            "stale file handle", "; mount it again");

    /** How many there may be, as it was while there were some left to ask by. */
    private static final @Nullable String LIMIT = readLimit();

    private Reasons() {}

    /** Finds out now what cannot be found out once there is no file left to be opened. */
    public static void prepare() {}

    /** {@return whether there is no room: on the disk, by a quota, or in a file} */
    public static boolean isNoRoom(Throwable failure) {
        return failure instanceof NoInodesException || NO_ROOM.stream().anyMatch(words -> says(failure, words));
    }

    /** {@return whether this process may open no more files} */
    public static boolean isTooMany(Throwable failure) {
        return says(failure, TOO_MANY);
    }

    /** {@return why something failed} */
    public static String of(Throwable failure) {
        return of(failure, null);
    }

    /**
     * {@return why something failed}
     *
     * @param named what the message names already
     */
    public static String of(Throwable failure, @Nullable Path named) {
        if (isTooMany(failure)) {
            return tooMany();
        }
        if (says(failure, NOT_MAPPED)) {
            return "a file could not be mapped into memory; this process may have no more of it, or of mappings: raise"
                    + " ulimit -v or vm.max_map_count, or close some";
        }
        if (failure instanceof FileSystemException e) {
            return joined(e.getFile(), named, reason(e));
        }
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof FileNotFoundException) {
            Matcher old = OLD_FORM.matcher(message);
            return old.matches() ? joined(old.group(1), named, inWords(old.group(2))) : message;
        }
        Throwable cause = failure.getCause();
        if (cause != null && (failure.getMessage() == null || message.equals(cause.toString()))) {
            return of(cause, named);
        }
        String words = CLASS.matcher(message).replaceAll("").strip();
        return failure.getMessage() == null || words.isEmpty() ? unspoken(failure) : inWords(words);
    }

    private static boolean says(Throwable failure, String words) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(words)) {
                return true;
            }
        }
        return false;
    }

    private static String joined(@Nullable String file, @Nullable Path named, String reason) {
        return file == null || (named != null && file.equals(named.toString())) ? reason : file + ": " + reason;
    }

    private static String reason(FileSystemException e) {
        if (e.getReason() != null) {
            return inWords(e.getReason());
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return inWords("permission denied");
        }
        if (e instanceof FileAlreadyExistsException) {
            return "it is there already; move it away";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "the directory is not empty";
        }
        if (e instanceof NotDirectoryException) {
            return "it is not a directory";
        }
        return e instanceof FileSystemLoopException ? "its links lead in a circle" : "the file system refuses it";
    }

    private static String inWords(String reason) {
        String plain = reason.length() > 1 && Character.isLowerCase(reason.charAt(1))
                ? Character.toLowerCase(reason.charAt(0)) + reason.substring(1)
                : reason;
        return plain + WHAT_TO_DO.getOrDefault(plain, "");
    }

    private static String unspoken(Throwable failure) {
        if (failure instanceof ClosedByInterruptException) {
            return "the thread was interrupted";
        }
        return failure instanceof ClosedChannelException ? "the file was closed" : "of a fault that tells no more";
    }

    private static String tooMany() {
        String now = readLimit();
        String limit = now == null ? LIMIT : now;
        return "too many open files; this process may have " + (limit == null ? countTaken() : limit)
                + ": raise ulimit -n, or close some";
    }

    /** {@return the limit, as all below it are taken; to look whether one is takes none} */
    private static String countTaken() {
        int taken = 0;
        while (Files.exists(Path.of("/proc/self/fd/" + taken), LinkOption.NOFOLLOW_LINKS)) {
            taken++;
        }
        return taken == 0 ? "no more" : Integer.toString(taken);
    }

    private static @Nullable String readLimit() {
        // Not through a channel: the class of channels takes descriptors of its own, and is lost without.
        try (BufferedReader lines =
                new BufferedReader(new FileReader("/proc/self/limits", StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> line.startsWith("Max open files"))
                    .map(line ->
                            line.substring("Max open files".length()).strip().split("\\s+")[0])
                    .findFirst()
                    .orElse(null);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
