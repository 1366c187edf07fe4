package dev.podregistry.api;

import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.model.Durability;
import dev.podregistry.model.PodName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the author of an orchestrator learns when the power failed and took events that were never synced. */
@Timeout(600)
final class TornTailTest {

    @TempDir
    Path temporary;

    private PodRegistry open(Durability durability) {
        return PodRegistry.open(
                temporary.resolve("registry"),
                RegistryOptions.defaults().paths(PathPolicy.logical()).durability(durability));
    }

    @Test
    void openingTellsWhatItSetAside() throws IOException {
        try (PodRegistry registry = open(Durability.SYNC)) {
            registry.register(pod("kept").write("/kept")).orElseThrow();
            assertEquals(Optional.empty(), registry.recovery());
        }
        try (PodRegistry registry = open(Durability.PAGE_CACHE)) {
            registry.register(pod("lost").write("/lost")).orElseThrow();
        }
        loseEvent("\"pod\":\"lost\"");

        try (Warnings warnings = new Warnings();
                PodRegistry registry = open(Durability.SYNC);
                PodRegistry second = open(Durability.SYNC)) {
            Recovery report = registry.recovery().orElseThrow();
            assertEquals(1, report.kept());
            assertTrue(Files.isDirectory(report.quarantine().resolve("queue")));
            assertEquals(registry.recovery(), second.recovery());
            List<String> told = warnings.take();
            assertEquals(1, told.size(), told::toString);
            assertTrue(told.get(0).endsWith(report.summary()), told::toString);

            assertTrue(registry.view().find(new PodName("kept")).isPresent());
            registry.register(pod("next").write("/lost")).orElseThrow();
        }
        try (PodRegistry registry = open(Durability.SYNC)) {
            assertEquals(Optional.empty(), registry.recovery());
            assertEquals(2, registry.view().sequence());
        }
    }

    /** Leaves zeros in the place of the line, as pages that were never written. */
    private void loseEvent(String with) throws IOException {
        try (Stream<Path> files = Files.list(temporary.resolve("registry/queue"))) {
            Path day = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(day);
            int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(with);
            Arrays.fill(bytes, at - 40, at + 400, (byte) 0);
            Files.write(day, bytes);
        }
    }
}
