package dev.podregistry.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.podregistry.event.Event;
import dev.podregistry.model.ScopeRule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSpecTest {

    private static final Instant NOW = Instant.parse("2026-02-01T00:00:00.25Z");

    private static Moment moment(String text) {
        return TimeSpec.of(text).moment(NOW, ZoneOffset.UTC);
    }

    @ParameterizedTest
    @CsvSource({"17, 17", "'#17', 17", "0, 0", "007, 7"})
    void aNumberIsASequence(String text, long sequence) {
        assertEquals(new Moment.Sequence(sequence), moment(text));
    }

    @Test
    void startAndEndAreWhereverTheHistoryBeginsAndEnds() {
        assertEquals(new Moment.Start(), moment("start"));
        assertEquals(new Moment.End(), moment("end"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z, 2026-01-31T12:00:00.999999999Z",
        "2026-01-31T12:00:00, 2026-01-31T12:00:00Z, 2026-01-31T12:00:00.999999999Z",
        "2026-01-31T12:00Z, 2026-01-31T12:00:00Z, 2026-01-31T12:00:59.999999999Z",
        "2026-01-31T12:00:00.5Z, 2026-01-31T12:00:00.500Z, 2026-01-31T12:00:00.500Z",
        "2026-01-31T12:00:00+02:00, 2026-01-31T10:00:00Z, 2026-01-31T10:00:00.999999999Z",
        "2026-01-31t12:00:00z, 2026-01-31T12:00:00Z, 2026-01-31T12:00:00.999999999Z",
        "2026-01-31, 2026-01-31T00:00:00Z, 2026-01-31T23:59:59.999999999Z",
    })
    void aTimeTakesAllOfItsLastUnitIn(String text, Instant first, Instant last) {
        assertEquals(new Moment.Time(first, last), moment(text));
    }

    @ParameterizedTest
    @CsvSource({
        "-10s, 2026-01-31T23:59:50.25Z",
        "-15m, 2026-01-31T23:45:00.25Z",
        "-2h, 2026-01-31T22:00:00.25Z",
        "-3d, 2026-01-29T00:00:00.25Z",
        "-1w, 2026-01-25T00:00:00.25Z",
        "-0s, 2026-02-01T00:00:00.25Z",
    })
    void aRelativeTimeIsCountedFromNow(String text, Instant time) {
        assertEquals(new Moment.Time(time, time), moment(text));
    }

    /** On that night the clocks of Berlin showed half past two twice. */
    @Test
    void aTimeWithoutAnOffsetIsOneOfTheZone() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertEquals(
                new Moment.Time(Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-25T01:30:59.999999999Z")),
                TimeSpec.of("2026-10-25T02:30").moment(NOW, berlin));
        assertEquals(
                moment("2026-10-25T02:30Z"), TimeSpec.of("2026-10-25T02:30Z").moment(NOW, berlin));
        assertEquals(
                new Moment.Time(Instant.parse("2026-10-24T22:00:00Z"), Instant.parse("2026-10-25T22:59:59.999999999Z")),
                TimeSpec.of("2026-10-25").moment(NOW, berlin));
    }

    /** In Nuuk clocks went from eleven to midnight: an hour of Sunday was taken in with Saturday. */
    @Test
    void aDayWhoseLastHourNeverWasEndsWhereTheNextBegins() {
        ZoneId nuuk = ZoneId.of("America/Nuuk");
        Instant change = Instant.parse("2024-03-31T01:00:00Z");
        assertEquals(
                new Moment.Time(Instant.parse("2024-03-30T02:00:00Z"), change.minusNanos(1)),
                TimeSpec.of("2024-03-30").moment(NOW, nuuk));
        assertEquals(
                new Moment.Time(change, Instant.parse("2024-04-01T00:59:59.999999999Z")),
                TimeSpec.of("2024-03-31").moment(NOW, nuuk));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#",
                "-1",
                "1.5",
                "15m",
                "-15y",
                "-9999999999d",
                "now",
                "2026-01",
                "2026-01-31Z",
                "12:00",
                "2026-13-01T12:00Z",
                "2026-01-31T25:00Z",
                "2026-01-31T12:00+99:00",
                "2026-01-31T12:00.5Z",
                "2026-01-31T12:00:00 Z",
                "1e3",
                "#99999999999999999999"
            })
    void anythingElseIsRefusedWithAnExample(String text) {
        assertThrows(IllegalArgumentException.class, () -> TimeSpec.of(text));
    }

    private static Events clockGoesBackwards() {
        return new Events()
                .then(Events.registered("a", 1, ScopeRule.write("/a")), 0)
                .then(Events.registered("b", 2, ScopeRule.write("/b")), 4)
                .then(Events.registered("c", 3, ScopeRule.write("/c")), 5)
                .then(Events.registered("d", 4, ScopeRule.write("/d")), 3)
                .then(new Event.Released(Events.pod("a")), 6);
    }

    private static @Nullable Long sequence(@Nullable Point point) {
        return point == null ? null : point.sequence();
    }

    @ParameterizedTest
    @CsvSource({"11:59, 0, ", "12:00, 1, ", "12:01, 1, ", "12:02, 1, ", "12:03, 4, 2", "12:06, 5, "})
    void theLastEventUpToATimeIsFoundByItsSequence(String time, long found, @Nullable Long laterStamped) {
        MomentSearch search =
                clockGoesBackwards().tellTo(new MomentSearch((Moment.Time) moment("2026-01-31T" + time + "Z")));
        assertEquals(found, search.found().sequence());
        assertEquals(laterStamped, sequence(search.laterStamped()));
    }

    @ParameterizedTest
    @CsvSource({"11:59, 1, ", "12:00, 1, ", "12:01, 2, ", "12:04, 2, 4", "12:05, 3, 4", "12:06, 5, ", "12:07, , "})
    void theFirstEventFromATimeOnIsFoundByItsSequence(
            String time, @Nullable Long found, @Nullable Long earlierStamped) {
        SinceSearch search =
                clockGoesBackwards().tellTo(new SinceSearch((Moment.Time) moment("2026-01-31T" + time + "Z")));
        assertEquals(found == null ? Long.MAX_VALUE : found, search.found());
        assertEquals(earlierStamped, sequence(search.earlierStamped()));
        assertNull(found == null ? search.earlierStamped() : null);
    }
}
