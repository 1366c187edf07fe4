package dev.podregistry.fuzz;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events that anybody may have written. */
@Tag("fuzz")
final class EventLineFuzzTest {

    @Test
    void anyTextIsAnEventOrUnreadable() throws Exception {
        Fuzzing.of("event-line", EventLineTarget.class, 300).run();
    }
}
