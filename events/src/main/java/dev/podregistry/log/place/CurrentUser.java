package dev.podregistry.log.place;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The user whose rights this process has. */
public final class CurrentUser {

    /** The superuser's number. */
    public static final int ROOT = 0;

    private static final Pattern IDS = Pattern.compile("(?m)^Uid:\\s+\\d+\\s+(\\d{1,10})\\s");

    /** A process keeps its user as long as it runs a JVM; null until that is found out. */
    private static volatile @Nullable Optional<Integer> found;

    private CurrentUser() {}

    /** {@return the effective user's number, or empty where users have none or the system does not tell} */
    public static Optional<Integer> number() {
        Optional<Integer> known = found;
        return known == null ? look() : known;
    }

    /** What is not seen for want of a descriptor is looked for again next time. */
    private static Optional<Integer> look() {
        Optional<Integer> seen = find();
        try {
            SpareDescriptors.require();
            found = seen;
        } catch (IOException e) {
            found = seen.isPresent() ? seen : null;
        }
        return seen;
    }

    private static Optional<Integer> find() {
        try {
            Optional<Integer> told = toldByKernel(Path.of("/proc/self/status"));
            return told.isPresent() ? told : ownerOfNewFile();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    static Optional<Integer> toldByKernel(Path status) {
        try (InputStream in = new FileInputStream(status.toFile())) {
            Matcher ids = IDS.matcher(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            return ids.find() ? Optional.of(Integer.parseUnsignedInt(ids.group(1))) : Optional.empty();
        } catch (IOException e) {
            // No Linux, or no /proc.
            return Optional.empty();
        }
    }

    static Optional<Integer> ownerOfNewFile() throws IOException {
        Path file = Files.createTempFile("pod-registry", null);
        try {
            return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                    ? Optional.of((Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                    : Optional.empty();
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
