package dev.podregistry.api;

import static dev.podregistry.api.DelegateRequest.child;
import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.log.chronicle.LogRepair;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repair that gives events up undoes them, as a restore does: no token of theirs is ever given again. */
final class RepairedEpochTest {

    private static final PodName CODER = new PodName("coder");

    @TempDir
    Path temporary;

    private Path directory;
    private Token lost;

    @BeforeEach
    void adoptOnce() {
        directory = temporary.resolve("registry");
        try (PodRegistry registry = open()) {
            PodHandle lead = registry.register(pod("lead").write("/r")).orElseThrow();
            lead.delegate(child("coder").write("/r/a")).orElseThrow();
            lost = adopt(registry);
        }
    }

    private PodRegistry open() {
        return PodRegistry.open(
                directory,
                RegistryOptions.defaults().paths(PathPolicy.logical()).snapshotEvery(0));
    }

    private static Token adopt(PodRegistry registry) {
        return registry.adopt(AdoptRequest.of(CODER)).orElseThrow().token();
    }

    private void damage(long sequence) throws IOException {
        Path day;
        try (Stream<Path> files = Files.list(directory.resolve("queue"))) {
            day = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
        String text = Files.readString(day, StandardCharsets.ISO_8859_1);
        String said = "\"sequence\":" + sequence + ",";
        assertTrue(text.contains(said));
        Files.writeString(day, text.replace(said, "\"sequence\":" + (sequence + 5) + ","), StandardCharsets.ISO_8859_1);
    }

    private void repair() {
        assertTrue(LogRepair.run(directory, Duration.ofSeconds(5)).isPresent());
    }

    private List<Long> epochs() {
        List<Recorded> all = new ArrayList<>();
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            reader.replay(1, all::add);
        }
        return all.stream()
                .map(Recorded::event)
                .filter(Event.Restored.class::isInstance)
                .map(event -> ((Event.Restored) event).epoch())
                .toList();
    }

    @Test
    void aHandleFromWhatWasGivenUpIsStale() throws IOException {
        damage(3);
        repair();

        try (PodRegistry registry = open()) {
            Token second = adopt(registry);

            assertEquals(new Token(3), lost);
            assertTrue(second.compareTo(lost) > 0, second.toString());
            assertEquals(
                    new Refusal.StaleToken(CODER, lost, second),
                    assertInstanceOf(Outcome.Refused.class, registry.release(CODER, lost, CommandId.random()))
                            .refusal());
        }
        assertEquals(1, epochs().size());
    }

    /** The event that began the epoch is given up itself. */
    @Test
    void anEpochThatIsLostIsFollowedByAGreaterOne() throws IOException {
        damage(3);
        repair();
        Token second;
        try (PodRegistry registry = open()) {
            second = adopt(registry);
        }
        long first = epochs().get(0);
        damage(3);
        repair();
        assertEquals(List.of(), epochs());

        try (PodRegistry registry = open()) {
            assertTrue(adopt(registry).compareTo(second) > 0);
        }
        assertEquals(1, epochs().size());
        assertTrue(epochs().get(0) > first);
    }

    /** Its readers see the log as it is, and commands that follow find the epoch begun. */
    @Test
    void theEpochBeginsWithTheFirstCommandAndOnce() throws IOException {
        damage(3);
        repair();
        try (PodRegistry registry = open()) {
            assertEquals(2, registry.view().sequence());
            registry.register(pod("one")).orElseThrow();
            registry.register(pod("two")).orElseThrow();
        }
        try (PodRegistry registry = open()) {
            registry.register(pod("three")).orElseThrow();
            assertEquals(6, registry.view().sequence());
        }
        assertEquals(1, epochs().size());
    }

    @Test
    void aTornEndWasNeverAnsweredAndBeginsNone() throws IOException {
        Path day;
        try (Stream<Path> files = Files.list(directory.resolve("queue"))) {
            day = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(day);
        int last = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"sequence\":3,");
        Arrays.fill(bytes, last, bytes.length, (byte) 0);
        Files.write(day, bytes);

        try (PodRegistry registry = open()) {
            assertTrue(registry.recovery().isPresent());
            adopt(registry);
        }
        assertEquals(List.of(), epochs());
    }
}
