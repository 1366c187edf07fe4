package dev.podregistry.log.json;

/**
 * Writes an event as one line of JSON in ASCII, and reads it back. Thread-safe.
 *
 * <p>A line has its fields in this order and no white space:
 *
 * <pre>{@code
 * {"schema":1,"sequence":7,"synced":5,"time":"2026-01-31T12:00:00Z","actor":"ci","command":"<uuid>","event":{"type":"Released","pod":"p"}}
 * }</pre>
 *
 * <p>Its schema is the lowest that can say the event, up to {@value #SCHEMA}, so that a program that knows less reads on for
 * as long as it can. Every field of the schema is always there; only {@code segment} may be null. A character outside ASCII is written as an escape, so
 * that a line's bytes are the same in every encoding. One event has exactly one line: {@code encode(decode(line))} is
 * {@code line} again for every line that was ever written. Reading is strict: a field that is missing, unknown, double or
 * of another type, and a value that the domain refuses, are all errors.
 */
public final class EventCodec {

    /** The highest schema that is written and read. */
    public static final int SCHEMA = Schema.NEWEST;

    /** The greatest length of a line that is read, in characters. */
    public static final int MAX_LINE = 8 << 20;

    private final StrictJson json = new StrictJson(MAX_LINE);

    /** Creates a codec; one is enough for a process. */
    public EventCodec() {}

    /** {@return the line that says {@code line}} */
    public String encode(EventLine line) {
        return json.write(fields -> LineWriter.line(fields, line));
    }

    /**
     * {@return what {@code line} says}
     *
     * @throws UnreadableEventException when it is no line of a known schema
     */
    public EventLine decode(String line) {
        checkLength(line.length());
        return json.read(line, LineReader::line);
    }

    /**
     * {@return what the line says whose bytes in UTF-8 these are}
     *
     * @throws UnreadableEventException when it is no line of a known schema
     */
    public EventLine decode(byte[] line) {
        checkLength(line.length);
        return json.read(line, LineReader::line);
    }

    private static void checkLength(int length) {
        if (length > MAX_LINE) {
            throw UnreadableEventException.at("the line", "has " + length + " characters, more than " + MAX_LINE, null);
        }
    }
}
