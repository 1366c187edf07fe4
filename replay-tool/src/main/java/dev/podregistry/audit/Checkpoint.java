package dev.podregistry.audit;

import dev.podregistry.event.Hash;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a log once ended, as text to be kept somewhere else: the log alone cannot show that its end was cut off.
 *
 * <pre>
 * schema pod-registry/checkpoint/1
 * sequence 8
 * hash 9c96be36e7ba0b53c45548309255447ba978e8d5c9cc388864beefe4e5ad696a
 * time 2026-11-23T09:12:11.500Z
 * </pre>
 *
 * <p>Four lines of ASCII, each ended by one line feed; the time of a log without events is {@code -}. A checkpoint has one
 * text only, so whoever signs the text signs all that is believed.
 *
 * @param at where the log ended
 */
public record Checkpoint(Point at) {

    private static final String FAMILY = "pod-registry/checkpoint/";
    private static final Pattern TEXT = Pattern.compile(
            "schema " + FAMILY + "1\nsequence (0|[1-9][0-9]{0,17})\nhash ([0-9a-f]{64})\ntime ([0-9TZ:.+-]{1,40})\n");
    private static final Pattern SCHEMA = Pattern.compile("schema " + FAMILY + "([0-9]{1,9})\n");

    /** {@return the text to keep} */
    public String text() {
        return "schema " + FAMILY + "1\nsequence " + at.sequence() + "\nhash " + at.hash() + "\ntime "
                + (at.time() == null ? "-" : at.time().toString()) + "\n";
    }

    /**
     * {@return the checkpoint of a text}
     *
     * @throws IllegalArgumentException when it is none, saying why
     */
    public static Checkpoint of(String text) {
        Matcher lines = TEXT.matcher(text);
        if (!lines.matches()) {
            throw new IllegalArgumentException(otherThan(text));
        }
        Hash hash = Hash.ofHex(lines.group(2));
        Checkpoint checkpoint = new Checkpoint(new Point(Long.parseLong(lines.group(1)), time(lines.group(3)), hash));
        boolean begun = checkpoint.at.sequence() > 0;
        if (!checkpoint.text().equals(text)
                || begun == (checkpoint.at.time() == null)
                || begun == hash.equals(Hash.GENESIS)) {
            throw new IllegalArgumentException("its sequence, hash and time do not go together");
        }
        return checkpoint;
    }

    private static String otherThan(String text) {
        Matcher schema = SCHEMA.matcher(text);
        return schema.lookingAt() && !schema.group(1).equals("1")
                ? "its schema " + FAMILY + schema.group(1) + " is not known to this version"
                : "it has not the lines of a checkpoint: schema, sequence, hash and time";
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.equals("-") ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("its time is none", e);
        }
    }
}
