package dev.podregistry.log.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.Version;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An old Jackson is named at once; a method that it lacks would be missed much later, in a message about classes. */
final class JacksonVersionTest {

    private static Version version(String artifact, int minor) {
        return new Version(2, minor, 3, null, "com.fasterxml.jackson.core", artifact);
    }

    @Test
    void theOneOfThisBuildWillDo() {
        assertEquals(Optional.empty(), JacksonVersion.complaint());
    }

    @Test
    void theOldestThatWillDoIsTaken() {
        assertEquals(
                Optional.empty(),
                JacksonVersion.complaint(List.of(version("jackson-core", 16), version("jackson-databind", 16))));
    }

    @Test
    void anOlderPartIsNamed() {
        assertEquals(
                Optional.of("the log needs Jackson 2.16 or newer, but jackson-databind 2.15.3 is on the class path;"
                        + " raise its version in your build"),
                JacksonVersion.complaint(List.of(version("jackson-core", 16), version("jackson-databind", 15))));
    }
}
