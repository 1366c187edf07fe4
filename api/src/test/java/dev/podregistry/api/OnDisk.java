package dev.podregistry.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks at a registry's directory from outside. */
final class OnDisk {

    private OnDisk() {}

    /**
     * {@return the digest of every file of events by its path}
     *
     * <p>The lock file is left out: reading it would give this JVM's lock away.
     */
    static Map<String, String> bytes(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            Map<String, String> digests = new TreeMap<>();
            files.filter(file -> file.toString().endsWith(".cq4"))
                    .forEach(file -> digests.put(file.toString(), digest(file)));
            return digests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
