package dev.podregistry.fuzz;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Targets that anybody may ask for. */
@Tag("fuzz")
final class PathFuzzTest {

    @Test
    void anyTextIsAPathOrInvalid() throws Exception {
        Fuzzing.of("path", PathTarget.class, 200).run();
    }
}
