package dev.podregistry.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A point of a history as somebody asks for it, before it is known which event that is. */
public sealed interface Moment {

    /** Where the history ends. */
    record End() implements Moment {}

    /**
     * Right after the event of a sequence.
     *
     * @param sequence the sequence, 0 for before the first event
     */
    record Sequence(long sequence) implements Moment {}

    /**
     * Right after the last event stamped with a time or an earlier one.
     *
     * @param time the time
     */
    record Time(Instant time) implements Moment {}

    /**
     * {@return the moment that {@code text} names: a sequence ({@code 17} or {@code #17}), or a time in ISO-8601}
     *
     * <p>A time without an offset is in UTC. A time is as coarse as it is written: {@code 12:00Z} takes the whole minute
     * in and {@code 12:00:00Z} the whole second, so that a time as the tools print it includes the event it stands at.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static Moment of(String text) {
        Matcher sequence = Pattern.compile("#?(\\d{1,18})").matcher(text);
        if (sequence.matches()) {
            return new Sequence(Long.parseLong(sequence.group(1)));
        }
        Matcher time = Pattern.compile(
                        "(\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d)(:\\d\\d)?(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)?")
                .matcher(text);
        if (!time.matches() || (time.group(2) == null && time.group(3) != null)) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is neither a sequence, such as 17 or #17, nor a time, such as 2026-01-31T12:00:00Z");
        }
        return new Time(lastInstantOf(text, time));
    }

    private static Instant lastInstantOf(String text, Matcher time) {
        String seconds = time.group(2) == null ? ":59" : time.group(2);
        String fraction = time.group(3) == null ? ".999999999" : time.group(3);
        String offset = time.group(4) == null ? "Z" : time.group(4);
        try {
            return OffsetDateTime.parse(time.group(1) + seconds + fraction + offset)
                    .toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no time that exists", e);
        }
    }
}
