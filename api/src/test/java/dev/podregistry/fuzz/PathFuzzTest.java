package dev.podregistry.fuzz;

import org.junit.jupiter.api.Test;

/** Targets that anybody may ask for. */
final class PathFuzzTest {

    @Test
    void anyTextIsAPathOrInvalid() throws Exception {
        Fuzzing.of("path", PathTarget.class, 200).run();
    }
}
