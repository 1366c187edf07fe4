package dev.podregistry.cli.json;

import dev.podregistry.fuzz.Fuzzing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files that anybody may import. */
@Tag("fuzz")
final class PodsJsonFuzzTest {

    @Test
    void anyBytesAreAPodsJsonOrRefused() throws Exception {
        Fuzzing.of("pods-json", PodsJsonTarget.class, 500).run();
    }
}
