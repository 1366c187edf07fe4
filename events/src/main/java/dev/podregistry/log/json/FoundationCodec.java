package dev.podregistry.log.json;

import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.model.Actor;
import java.time.Instant;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is known of a history's foundation as one line of JSON in ASCII, and reads it back. Thread-safe.
 *
 * <pre>{@code
 * {"schema":1,"sequence":9,"hash":"<64 digits>","time":"2026-02-02T12:00:00Z","snapshot":"<64 digits>","accepted":"…","actor":"ops","lost":"…"}
 * }</pre>
 *
 * <p>Strict as {@link EventCodec}; only {@code time} may be null.
 */
public final class FoundationCodec {

    private static final int SCHEMA = 1;
    private static final int MAX_LINE = 1 << 20;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final StrictJson json = new StrictJson(MAX_LINE);

    /** Creates a codec; one is enough for a process. */
    public FoundationCodec() {}

    /**
     * All of a foundation but its table.
     *
     * @param position the point that the history begins after
     * @param time when the event there was appended, or null when nobody knows
     * @param snapshot the SHA-256 that the first line of the snapshot's file gives
     * @param accepted when somebody ordered that the history begins there
     * @param actor who ordered it
     * @param lost what is missing, in words
     */
    public record Head(
            LogPosition position, @Nullable Instant time, String snapshot, Instant accepted, Actor actor, String lost) {

        /** Checks what no type says. */
        public Head {
            if (!DIGEST.matcher(snapshot).matches()) {
                throw new IllegalArgumentException("'" + snapshot + "' is no SHA-256");
            }
        }
    }

    /** {@return the line that says {@code head}} */
    public String encode(Head head) {
        return json.write(fields -> fields.number("schema", SCHEMA)
                .number("sequence", head.position().sequence())
                .text("hash", head.position().hash().toString())
                .text("time", head.time() == null ? null : head.time().toString())
                .text("snapshot", head.snapshot())
                .text("accepted", head.accepted().toString())
                .text("actor", head.actor().value())
                .text("lost", head.lost()));
    }

    /**
     * {@return what {@code line} says}
     *
     * @throws IllegalArgumentException naming the defect, when it is no line of a known schema
     */
    public Head decode(String line) {
        try {
            return json.read(line, FoundationCodec::head);
        } catch (UnreadableEventException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Head head(Fields fields) {
        long schema = fields.number("schema");
        if (schema != SCHEMA) {
            throw UnreadableEventException.newerThan(SCHEMA, schema);
        }
        return new Head(
                new LogPosition(fields.number("sequence"), fields.value("hash", Hash::ofHex)),
                fields.isNull("time") ? null : fields.time("time"),
                fields.value("snapshot", Function.identity()),
                fields.time("accepted"),
                fields.value("actor", Actor::new),
                fields.text("lost"));
    }
}
