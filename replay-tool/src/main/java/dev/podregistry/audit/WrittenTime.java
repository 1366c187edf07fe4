package dev.podregistry.audit;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as they are written, without which day it is or where. */
final class WrittenTime {

    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)" + "(?:[Tt](\\d\\d:\\d\\d)(?:(:\\d\\d)(\\.\\d{1,9})?)?([Zz]|[+-]\\d\\d:\\d\\d)?)?");

    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));

    private WrittenTime() {}

    static TimeSpec ago(long amount, String unit) {
        Duration back = UNITS.getOrDefault(unit, Duration.ZERO).multipliedBy(amount);
        return (now, zone) -> new Moment.Time(now.minus(back), now.minus(back));
    }

    static TimeSpec time(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text
                            + "\" is neither a sequence, such as 17 or #17, nor a time, such as 2026-01-31T12:00:00Z or -15m, nor start, nor end");
        }
        String clock =
                time.group(2) == null ? "00:00" : time.group(2) + orEmpty(time.group(3)) + orEmpty(time.group(4));
        try {
            LocalDateTime first = LocalDateTime.parse(time.group(1) + "T" + clock);
            LocalDateTime last = first.plus(1, unit(time)).minusNanos(1);
            String offset = time.group(5);
            return offset == null
                    ? new Local(first, last, time.group(2) == null)
                    : fixed(instant(first, offset), instant(last, offset));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no time that exists", e);
        }
    }

    /** A time on the clocks of wherever it is read. */
    private record Local(LocalDateTime first, LocalDateTime last, boolean day) implements TimeSpec {

        @Override
        public Moment moment(Instant now, ZoneId zone) {
            ZoneOffsetTransition end = zone.getRules().getTransition(last);
            boolean endsInGap =
                    end != null && end.isGap() && !end.equals(zone.getRules().getTransition(first));
            return new Moment.Time(
                    first.atZone(zone).withEarlierOffsetAtOverlap().toInstant(),
                    endsInGap
                            ? end.getInstant().minusNanos(1)
                            : last.atZone(zone).withLaterOffsetAtOverlap().toInstant());
        }

        /** That some of a day was twice makes no difference: all of it is meant, however long it is. */
        @Override
        public @Nullable String oddity(ZoneId zone) {
            ZoneOffsetTransition change = zone.getRules().getTransition(first);
            if (change == null || (day && !change.isGap())) {
                return null;
            }
            ZoneOffset before = change.getOffsetBefore();
            ZoneOffset after = change.getOffsetAfter();
            return change.isGap()
                    ? first + " never was in " + zone + ", where clocks went from " + change.getDateTimeBefore()
                            + " to "
                            + change.getDateTimeAfter() + "; it is taken as "
                            + first.plus(change.getDuration()) + after
                            + "; give a time that was, or one with its offset"
                    : first + " was twice in " + zone + ", at " + before + " and at " + after
                            + "; both are taken in; give the one that is meant with its offset, as " + first + before;
        }
    }

    private static TimeSpec fixed(Instant first, Instant last) {
        return (now, zone) -> new Moment.Time(first, last);
    }

    private static Instant instant(LocalDateTime time, String offset) {
        return time.toInstant(ZoneOffset.of(offset.toUpperCase(Locale.ROOT)));
    }

    private static TemporalUnit unit(Matcher time) {
        if (time.group(2) == null) {
            return ChronoUnit.DAYS;
        }
        return time.group(3) == null
                ? ChronoUnit.MINUTES
                : time.group(4) == null ? ChronoUnit.SECONDS : ChronoUnit.NANOS;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
