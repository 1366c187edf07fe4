package dev.podregistry.fuzz;

import org.junit.jupiter.api.Test;

/** Events that anybody may have written. */
final class EventLineFuzzTest {

    @Test
    void anyTextIsAnEventOrUnreadable() throws Exception {
        Fuzzing.of("event-line", EventLineTarget.class, 300).run();
    }
}
