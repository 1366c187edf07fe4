package dev.podregistry.log.chronicle.disk;

import dev.podregistry.log.json.Manifest;
import dev.podregistry.log.json.ManifestCodec;
import dev.podregistry.log.json.UnreadableEventException;
import dev.podregistry.log.place.FileFacts;
import dev.podregistry.log.place.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a registry as a file, the mark of a log that has begun.
 *
 * <p>It is put there when the first event is on the disk and before that is answered. So with it and without that event, what
 * is missing was there. Whatever it holds, it is there only because a log had begun.
 *
 * @param registry the registry's directory
 */
public record Mark(Path registry) {

    public static final String NAME = "manifest.json";

    private static final ManifestCodec CODEC = new ManifestCodec();
    private static final int SHOWN = 12;

    /** Where it is. */
    public Path file() {
        return registry.resolve(NAME);
    }

    public boolean isThere() {
        return Moves.isThere(file());
    }

    /**
     * What a mark says.
     *
     * @param manifest what it says, or null when that cannot be read
     * @param newer whether a newer version wrote it
     * @param defect why it cannot be read, or null
     */
    public record Reading(
            @Nullable Manifest manifest,
            boolean newer,
            @Nullable String defect) {

        /** {@return whether it is of another log than the one that has this first event} */
        public boolean isOfAnother(@Nullable Manifest first) {
            return first != null && manifest != null && !first.first().equals(manifest.first());
        }

        private static Reading unreadable(String defect) {
            return new Reading(null, false, defect);
        }
    }

    /** {@return what it says; null when there is none} */
    @Nullable
    public Reading read() throws IOException {
        if (!isThere()) {
            return null;
        }
        String untrusted = Trust.in(registry).defect(file(), FileFacts.Type.FILE);
        if (untrusted != null) {
            return Reading.unreadable(untrusted);
        }
        if (Files.size(file()) > ManifestCodec.MAX_LENGTH) {
            return Reading.unreadable("it is longer than " + ManifestCodec.MAX_LENGTH + " bytes");
        }
        try {
            String line = Files.readString(file(), StandardCharsets.ISO_8859_1);
            return new Reading(CODEC.decode(line.stripTrailing()), false, null);
        } catch (UnreadableEventException e) {
            return new Reading(null, e.newer(), e.getMessage());
        }
    }

    /** {@return the greatest epoch that it tells of, 0 for none} */
    public long epoch() throws IOException {
        return epoch(read());
    }

    /** {@return the greatest epoch that was told of, 0 for none} */
    public static long epoch(@Nullable Reading reading) {
        return reading == null || reading.manifest() == null
                ? 0
                : reading.manifest().epoch();
    }

    public static byte[] bytes(Manifest manifest) {
        return (CODEC.encode(manifest) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** {@return what it says of a log that is gone, in words} */
    public String evidence() throws IOException {
        Reading reading = read();
        Manifest manifest = reading == null ? null : reading.manifest();
        if (manifest != null) {
            return file() + " says that the log began at " + manifest.began() + ", with an event whose hash is "
                    + manifest.first().toString().substring(0, SHOWN) + "…";
        }
        return file() + " is only there once a log has begun"
                + (reading == null ? "" : ", though it cannot be read: " + reading.defect());
    }
}
