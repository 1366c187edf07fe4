package dev.podregistry.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.podregistry.event.Event;
import dev.podregistry.model.ScopeRule;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {

    @ParameterizedTest
    @CsvSource({"17, 17", "'#17', 17", "0, 0", "007, 7"})
    void aNumberIsASequence(String text, long sequence) {
        assertEquals(new Moment.Sequence(sequence), Moment.of(text));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00.999999999Z",
        "2026-01-31T12:00:00, 2026-01-31T12:00:00.999999999Z",
        "2026-01-31T12:00Z, 2026-01-31T12:00:59.999999999Z",
        "2026-01-31T12:00:00.5Z, 2026-01-31T12:00:00.500Z",
        "2026-01-31T12:00:00+02:00, 2026-01-31T10:00:00.999999999Z",
        "2026-01-31t12:00:00z, 2026-01-31T12:00:00.999999999Z",
    })
    void aTimeTakesAllOfItsLastUnitIn(String text, Instant time) {
        assertEquals(new Moment.Time(time), Moment.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#",
                "-1",
                "1.5",
                "now",
                "2026-01-31",
                "12:00",
                "2026-13-01T12:00Z",
                "2026-01-31T25:00Z",
                "2026-01-31T12:00.5Z",
                "2026-01-31T12:00:00 Z",
                "1e3",
                "#99999999999999999999"
            })
    void anythingElseIsRefusedWithAnExample(String text) {
        assertThrows(IllegalArgumentException.class, () -> Moment.of(text));
    }

    @ParameterizedTest
    @CsvSource({"11:59, 0, ", "12:00, 1, ", "12:01, 1, ", "12:02, 1, ", "12:03, 4, 2", "12:06, 5, "})
    void theLastEventUpToATimeIsFoundByItsSequence(String time, long found, Long laterStamped) {
        Events events = new Events()
                .then(Events.registered("a", 1, ScopeRule.write("/a")), 0)
                .then(Events.registered("b", 2, ScopeRule.write("/b")), 4)
                .then(Events.registered("c", 3, ScopeRule.write("/c")), 5)
                .then(Events.registered("d", 4, ScopeRule.write("/d")), 3)
                .then(new Event.Released(Events.pod("a")), 6);
        MomentSearch search = events.tellTo(new MomentSearch((Moment.Time) Moment.of("2026-01-31T" + time + "Z")));
        assertEquals(found, search.found().sequence());
        if (laterStamped == null) {
            assertNull(search.laterStamped());
        } else {
            assertEquals(laterStamped, search.laterStamped().sequence());
        }
    }
}
