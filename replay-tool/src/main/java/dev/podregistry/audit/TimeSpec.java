package dev.podregistry.audit;

import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A point of a history as somebody writes it, which may rest on what time it is and where.
 *
 * <ul>
 *   <li>{@code start}: where the history begins; {@code end}: where the history ends
 *   <li>{@code 17} or {@code #17}: right after the event of that sequence
 *   <li>a time in ISO-8601, or a date alone, or relative to now: {@code -15m}, with s, m, h, d or w
 * </ul>
 *
 * <p>A time is as coarse as it is written: {@code 12:00Z} takes the whole minute in, {@code 12:00:00Z} the whole second and
 * a date the whole day, so that a time as the tools print it includes the event it stands at.
 */
@FunctionalInterface
public interface TimeSpec {

    /**
     * {@return the moment that is meant}
     *
     * @param now what time it is
     * @param zone whose times are meant where none is written
     */
    Moment moment(Instant now, ZoneId zone);

    /**
     * {@return what is odd about the time in {@code zone}, in a sentence: it came twice there, or never; null for nothing}
     *
     * @param zone whose times are meant where none is written
     */
    default @Nullable String oddity(ZoneId zone) {
        return null;
    }

    /**
     * {@return what {@code text} says}
     *
     * @throws IllegalArgumentException when it is none of the forms, naming them
     */
    static TimeSpec of(String text) {
        if (text.equals("start")) {
            return (now, zone) -> new Moment.Start();
        }
        if (text.equals("end")) {
            return (now, zone) -> new Moment.End();
        }
        Matcher sequence = Pattern.compile("#?(\\d{1,18})").matcher(text);
        if (sequence.matches()) {
            return (now, zone) -> new Moment.Sequence(Long.parseLong(sequence.group(1)));
        }
        Matcher ago = Pattern.compile("-(\\d{1,9})([smhdw])").matcher(text);
        return ago.matches() ? WrittenTime.ago(Long.parseLong(ago.group(1)), ago.group(2)) : WrittenTime.time(text);
    }
}
