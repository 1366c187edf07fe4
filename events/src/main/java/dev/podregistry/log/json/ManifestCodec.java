package dev.podregistry.log.json;

import dev.podregistry.event.Hash;

/**
 * Writes a manifest as one line of JSON in ASCII, and reads it back. Thread-safe.
 *
 * <pre>{@code
 * {"schema":1,"began":"2026-01-31T12:00:00Z","first":"64 hexadecimal digits"}
 * {"schema":2,"began":"2026-01-31T12:00:00Z","first":"64 hexadecimal digits","epoch":1767225600}
 * }</pre>
 *
 * <p>Schema 2 is that of a registry that was restored.
 *
 * <p>Reading is as strict as that of {@link EventCodec}: what says more than this is of a newer schema.
 */
public final class ManifestCodec {

    /** The highest schema that is written and read. */
    public static final int SCHEMA = 2;

    /** The greatest length of a manifest that is read, in characters. */
    public static final int MAX_LENGTH = 64 << 10;

    private final StrictJson json = new StrictJson(MAX_LENGTH);

    /** Creates a codec; one is enough for a process. */
    public ManifestCodec() {}

    /** {@return the line that says {@code manifest}} */
    public String encode(Manifest manifest) {
        boolean restored = manifest.epoch() > 0;
        return json.write(fields -> {
            fields.number("schema", restored ? 2 : 1)
                    .text("began", manifest.began().toString())
                    .text("first", manifest.first().toString());
            if (restored) {
                fields.number("epoch", manifest.epoch());
            }
        });
    }

    /**
     * {@return what {@code line} says}
     *
     * @throws UnreadableEventException when it is no manifest of a known schema
     */
    public Manifest decode(String line) {
        return json.read(line, ManifestCodec::manifest);
    }

    private static Manifest manifest(Fields fields) {
        long schema = fields.number("schema");
        if (schema > SCHEMA) {
            throw UnreadableEventException.newerThan(SCHEMA, schema);
        }
        if (schema < 1) {
            throw fields.defect("schema", schema + " never existed");
        }
        return new Manifest(
                fields.time("began"), fields.value("first", Hash::ofHex), schema == 1 ? 0 : LineReader.epoch(fields));
    }
}
