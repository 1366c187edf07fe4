package dev.podregistry.cli.shell;

import dev.podregistry.audit.Moment;
import dev.podregistry.audit.TimeSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What time it is, and whose times are read and shown: those of UTC unless somebody asks for the machine's own. */
public final class Times {

    private static final Instant EARLIEST = LocalDateTime.MIN.plusYears(1).toInstant(ZoneOffset.UTC);
    private static final Instant LATEST = LocalDateTime.MAX.minusYears(1).toInstant(ZoneOffset.UTC);

    private final Clock clock;
    private boolean local;

    /** Whether each has been told. */
    private final Map<String, Boolean> oddities = new LinkedHashMap<>();

    /**
     * Creates them.
     *
     * @param clock tells the time, and the machine's time zone
     */
    public Times(Clock clock) {
        this.clock = clock;
    }

    public void choose(boolean localTimes) {
        local = localTimes;
    }

    private ZoneId zone() {
        return local ? clock.getZone() : ZoneOffset.UTC;
    }

    public Moment moment(TimeSpec spec) {
        String oddity = spec.oddity(zone());
        if (oddity != null) {
            oddities.putIfAbsent(oddity, false);
        }
        return spec.moment(clock.instant(), zone());
    }

    public Instant now() {
        return clock.instant();
    }

    /** {@return what is odd about times that were read, each once} */
    public List<String> oddities() {
        List<String> fresh = oddities.entrySet().stream()
                .filter(each -> !each.getValue())
                .map(Map.Entry::getKey)
                .toList();
        fresh.forEach(each -> oddities.put(each, true));
        return fresh;
    }

    /** {@return a time to the second} */
    public String shown(Instant time) {
        return exact(time.truncatedTo(ChronoUnit.SECONDS));
    }

    public static String lapse(Instant from, Instant until) {
        return lapse(Duration.between(from, until));
    }

    /** {@return a stretch of time in its two greatest units} */
    public static String lapse(Duration lapse) {
        if (lapse.isNegative()) {
            return "less than no time (the clock ran backwards)";
        }
        if (lapse.toHours() >= 24) {
            return lapse.toDays() + "d " + lapse.toHoursPart() + "h";
        }
        if (lapse.toMinutes() >= 60) {
            return lapse.toHours() + "h " + lapse.toMinutesPart() + "m";
        }
        return lapse.toSeconds() >= 60
                ? lapse.toMinutes() + "m " + lapse.toSecondsPart() + "s"
                : lapse.toSeconds() + "s";
    }

    /** {@return the clock that tells the time} */
    public Clock clock() {
        return clock;
    }

    /** {@return a time as exactly as it is known; in UTC where the years of a time zone do not reach so far} */
    public String exact(Instant time) {
        return local && time.isAfter(EARLIEST) && time.isBefore(LATEST)
                ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone()))
                : time.toString();
    }
}
