package dev.podregistry.cli.option;

import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.log.place.Reasons;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads a file that somebody names at a prompt: no more of it than such a file can have, and nothing that may never end or
 * never begin.
 */
public final class GivenFile {

    private static final int GREATEST_TEXT = 16 << 10;

    /** Where a process finds its own pipes. */
    private static final Pattern OWN_STREAM = Pattern.compile("/dev/stdin|/dev/fd/\\d+|/proc/self/fd/\\d+");

    private GivenFile() {}

    /**
     * {@return what {@code parse} makes of a small file}
     *
     * @param parse throws an {@link IllegalArgumentException} that says what is wrong with the text
     * @param advice what to do when it is no such file
     */
    public static <T> T read(Shell shell, String typed, Function<String, T> parse, String advice) throws IOException {
        byte[] bytes = bytes(shell, typed, GREATEST_TEXT, advice);
        try {
            return parse.apply(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new Complaint(ExitCode.DAMAGED, shell.resolve(typed) + ": " + e.getMessage() + "; " + advice);
        }
    }

    /**
     * {@return the bytes of a file}
     *
     * @param greatest how many it can have
     * @param advice what to do when it is no such file
     */
    public static byte[] bytes(Shell shell, String typed, int greatest, String advice) throws IOException {
        Path path = shell.resolve(typed);
        byte[] bytes;
        try {
            requireReadable(path, advice);
            try (InputStream file = Files.newInputStream(path)) {
                bytes = file.readNBytes(greatest + 1);
            }
        } catch (NoSuchFileException e) {
            throw new Complaint(ExitCode.NO_LOG, "there is no file " + path + "; " + advice);
        } catch (IOException e) {
            throw new IOException("cannot read " + path + ": " + Reasons.of(e, path), e);
        }
        if (bytes.length > greatest) {
            throw new Complaint(
                    ExitCode.DAMAGED,
                    path + ": it is too large, with more than " + Printable.bytes(greatest) + "; " + advice);
        }
        return bytes;
    }

    /** To open a pipe in the tree of files waits until somebody writes to it, for ever if nobody does. */
    private static void requireReadable(Path path, String advice) throws IOException {
        BasicFileAttributes is = Files.readAttributes(path, BasicFileAttributes.class);
        if (is.isDirectory()) {
            throw new Complaint(ExitCode.NO_LOG, path + " is a directory; " + advice);
        }
        boolean own = OWN_STREAM.matcher(path.toString()).matches();
        if (!is.isRegularFile() && !(own && isPipe(path))) {
            throw new Complaint(ExitCode.NO_LOG, path + " is no regular file; " + advice);
        }
    }

    private static boolean isPipe(Path path) throws IOException {
        int type = (Integer) Files.getAttribute(path, "unix:mode") & 0170000;
        return type == 0010000;
    }
}
