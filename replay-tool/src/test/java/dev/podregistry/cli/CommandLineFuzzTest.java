package dev.podregistry.cli;

import dev.podregistry.fuzz.Fuzzing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Words that anybody may type. */
@Tag("fuzz")
final class CommandLineFuzzTest {

    @Test
    void anyWordsAreACommandOrRefused() throws Exception {
        Fuzzing.of("command-line", CommandLineTarget.class, 1000).run();
    }
}
