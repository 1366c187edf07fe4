package dev.podregistry.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads a small file that somebody names at a prompt. */
final class GivenFile {

    private static final int GREATEST = 16 << 10;

    private GivenFile() {}

    /**
     * {@return what {@code parse} makes of the file}
     *
     * @param parse throws an {@link IllegalArgumentException} that says what is wrong with the text
     * @param advice what to do when it is no such file
     */
    static <T> T read(Shell shell, String typed, Function<String, T> parse, String advice) throws IOException {
        Path path = RegistryOption.resolve(shell, typed);
        if (Files.isDirectory(path)) {
            throw new Complaint(ExitCode.NO_LOG, path + " is a directory; " + advice);
        }
        byte[] bytes;
        try (InputStream file = Files.newInputStream(path)) {
            bytes = file.readNBytes(GREATEST + 1);
        } catch (NoSuchFileException e) {
            throw new Complaint(ExitCode.NO_LOG, "there is no file " + path + "; " + advice);
        } catch (IOException e) {
            throw new IOException("cannot read " + path + ": " + e, e);
        }
        try {
            if (bytes.length > GREATEST) {
                throw new IllegalArgumentException("it is too large");
            }
            return parse.apply(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new Complaint(ExitCode.DAMAGED, path + ": " + e.getMessage() + "; " + advice);
        }
    }
}
