package dev.podregistry.cli;

import static dev.podregistry.api.DelegateRequest.child;
import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podregistry.api.AdoptRequest;
import dev.podregistry.api.Outcome;
import dev.podregistry.api.PathPolicy;
import dev.podregistry.api.PodHandle;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry is backed up while it is written, and put back; no handle from what is lost then is ever current again. */
class RestoreTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final PodName CODER = new PodName("coder");

    @TempDir
    private Path temporary;

    private Path registry() {
        return temporary.resolve("registry");
    }

    private Path backup() {
        return temporary.resolve("backup");
    }

    private Printed run(String... args) {
        return Prompt.onDisk()
                .with(RegistryOption.VARIABLE, registry().toString())
                .run(args);
    }

    private PodRegistry open() {
        return PodRegistry.open(registry(), RegistryOptions.defaults().paths(PathPolicy.logical()));
    }

    private void backUp() {
        Printed printed = run("backup", backup().toString());
        assertEquals(0, printed.code(), printed.err());
    }

    private long restore() throws IOException {
        Printed printed = run("restore", backup().toString(), "--apply", "-o", "json");
        assertEquals(0, printed.code(), printed.err());
        return JSON.readTree(printed.out()).path("epoch").asLong();
    }

    /** Both adoptions had token 3, so the owner from the lost future released the pod of the one that lives. */
    @Test
    void aHandleFromTheLostFutureIsStale() throws IOException {
        Token first;
        try (PodRegistry registry = open()) {
            PodHandle lead = registry.register(pod("lead").write("/r")).orElseThrow();
            lead.delegate(child("coder").write("/r/a")).orElseThrow();
            backUp();
            first = registry.adopt(AdoptRequest.of(CODER)).orElseThrow().token();
        }
        restore();
        try (PodRegistry registry = open()) {
            PodHandle second = registry.adopt(AdoptRequest.of(CODER)).orElseThrow();

            assertEquals(new Token(3), first);
            assertTrue(second.token().compareTo(first) > 0, second.toString());
            Outcome<PodName> outcome = registry.release(CODER, first, CommandId.random());
            assertEquals(
                    new Refusal.StaleToken(CODER, first, second.token()),
                    assertInstanceOf(Outcome.Refused.class, outcome).refusal());
            assertTrue(second.release().isGranted());
        }
        assertEquals(0, run("verify").code());
    }

    @Test
    void podsOfTheBackupGoOnWithTheirHandles() throws IOException {
        Token lead;
        Token later;
        CommandId id = CommandId.random();
        try (PodRegistry registry = open()) {
            lead = registry.register(pod("lead").write("/r").id(id))
                    .orElseThrow()
                    .token();
            backUp();
            later = registry.register(pod("later").write("/s")).orElseThrow().token();
        }
        restore();
        try (PodRegistry registry = open()) {
            PodName name = new PodName("lead");
            assertTrue(registry.handle(name, lead).delegate(child("coder")).isGranted());
            assertEquals(
                    new Refusal.UnknownPod(new PodName("later")),
                    assertInstanceOf(
                                    Outcome.Refused.class,
                                    registry.handle(new PodName("later"), later).release())
                            .refusal());
            assertTrue(registry.register(pod("lead").write("/r").id(id)).isEcho(), "ids of the backup are remembered");
            assertTrue(registry.handle(name, lead).release().isGranted());
        }
    }

    /** The clock of the prompt stands still, so only what is known of earlier epochs can make them grow. */
    @Test
    void eachRestoreBeginsAGreaterEpochAlsoWhenTheClockStandsStill() throws IOException {
        try (PodRegistry registry = open()) {
            registry.register(pod("lead").write("/r")).orElseThrow();
        }
        backUp();
        List<Long> epochs = new ArrayList<>();
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            epochs.add(restore());
            try (PodRegistry registry = open()) {
                tokens.add(registry.register(pod("coder")).orElseThrow().token());
            }
        }
        assertEquals(Prompt.CLOCK.instant().getEpochSecond(), epochs.get(0));
        assertEquals(epochs.get(0) + 1, epochs.get(1));
        assertEquals(epochs.get(1) + 1, epochs.get(2));
        assertTrue(tokens.get(0).compareTo(tokens.get(1)) < 0 && tokens.get(1).compareTo(tokens.get(2)) < 0);

        // What was set aside knows, even when the registry itself is gone and its log is damaged.
        move(registry(), temporary.resolve("registry.replaced-by-hand"));
        assertEquals(epochs.get(2) + 1, restore());
    }

    @Test
    void nothingIsChangedWithoutApply() throws IOException {
        try (PodRegistry registry = open()) {
            registry.register(pod("lead").write("/r")).orElseThrow();
            backUp();
            registry.register(pod("coder")).orElseThrow();
            registry.register(pod("other")).orElseThrow();
        }
        List<String> before = tree(temporary);

        Printed printed = run("restore", backup().toString());

        assertEquals(1, printed.code());
        assertEquals(before, tree(temporary));
        assertTrue(printed.out().contains("backup    ends at #1, hash "), printed.out());
        assertTrue(printed.out().contains("with 1 live pod\n"), printed.out());
        assertTrue(
                printed.out().contains("replaces  a registry at #3; 2 events of it are not in the backup\n"),
                printed.out());
        assertTrue(printed.err().contains("nothing was changed; run it again with --apply"), printed.err());
    }

    @Test
    void theReplacedRegistryIsSetAsideAndItsProcessesRefused() throws IOException {
        try (PodRegistry old = open()) {
            old.register(pod("lead").write("/r")).orElseThrow();
            backUp();
            old.register(pod("coder").write("/s")).orElseThrow();

            Printed printed = run("restore", backup().toString(), "--apply");

            assertEquals(0, printed.code(), printed.err());
            assertThrows(
                    LogUnavailableException.class,
                    () -> old.register(pod("late").write("/t")));
            assertThrows(LogUnavailableException.class, old::view);
        }
        Path aside = beside("registry.replaced-").get(0);
        assertEquals(0, Prompt.onDisk().run("verify", "-d", aside.toString()).code());
        assertTrue(Prompt.onDisk().run("log", "-d", aside.toString()).out().contains("coder"));
        String log = run("log").out();
        assertTrue(log.contains("Restored        the whole table"), log);
        assertTrue(log.contains("put back, from a backup or by a repair; tokens from here on are of epoch "), log);
        assertFalse(log.contains("coder"), log);
        for (String line : List.of(
                "show 2",
                "state",
                "tree",
                "who /r",
                "blame /r",
                "diff 1 2",
                "stats",
                "verify",
                "doctor",
                "report -O -",
                "export --format ndjson",
                "export --format csv",
                "export --format cloudevents",
                "export --format trace",
                "log --type Restored -o json")) {
            Printed answer = run(line.split(" "));
            assertEquals(0, answer.code(), line + ": " + answer.err());
        }
    }

    @Test
    void aDamagedOrMissingRegistryIsReplacedToo() throws IOException {
        try (PodRegistry registry = open()) {
            registry.register(pod("lead").write("/r")).orElseThrow();
        }
        backUp();
        Path day = days(registry()).get(0);
        byte[] bytes = Files.readAllBytes(day);
        int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\"lead\"");
        bytes[at + 1] = 'b';
        Files.write(day, bytes);
        assertEquals(65, run("verify").code());
        Printed plan = run("restore", backup().toString());
        assertTrue(plan.out().contains("it is damaged at #1"), plan.out() + plan.err());

        restore();
        assertEquals(0, run("verify").code());
        FilesOf.delete(registry());
        restore();
        assertEquals(0, run("verify").code());
        Files.createDirectory(temporary.resolve("empty"));
        Printed into = run(
                "restore",
                backup().toString(),
                "--apply",
                "-d",
                temporary.resolve("empty").toString());
        assertEquals(0, into.code(), into.err());
    }

    /** A kill before the first rename leaves the old registry and a half-made one beside it. */
    @Test
    void whatAnInterruptedRestoreLeftBesideIsKeptAndDoneAnew() throws IOException {
        try (PodRegistry registry = open()) {
            registry.register(pod("lead").write("/r")).orElseThrow();
        }
        backUp();
        Path half = Files.createDirectories(temporary.resolve("registry.restoring/queue"));
        Files.write(half.resolve("20261124F.cq4"), new byte[] {1, 2, 3});

        restore();

        assertEquals(0, run("verify").code());
        assertEquals(1, beside("registry.restoring-interrupted").size());
    }

    /** A kill between the two renames leaves no registry, and beside its place the old one and the new one. */
    @Test
    void anInterruptedRestoreIsFinishedByTheSameAgain() throws IOException {
        try (PodRegistry registry = open()) {
            registry.register(pod("lead").write("/r")).orElseThrow();
        }
        backUp();
        long epoch = restore();
        move(registry(), temporary.resolve("registry.restoring"));

        assertEquals(epoch, restore());

        assertEquals(0, run("verify").code());
        assertEquals(List.of(), beside("registry.restoring"));
    }

    @Test
    void whatCannotBeRestoredIsRefusedAndNothingMoved() throws IOException {
        try (PodRegistry registry = open()) {
            registry.register(pod("lead").write("/r")).orElseThrow();
        }
        backUp();
        Path foreign = Files.createDirectory(temporary.resolve("foreign"));
        Files.writeString(foreign.resolve("notes.txt"), "mine");
        Path day = days(backup()).get(0);
        List<String> before = tree(temporary);

        refused(66, "is neither a registry nor an empty folder", "restore", "backup", "-d", foreign.toString());
        refused(66, "there is no backup in", "restore", "foreign");
        refused(66, "are one inside the other", "restore", "registry");
        refused(66, "is inside the registry", "backup", "registry/copy");
        refused(66, "is there and not empty", "backup", "foreign");
        refused(74, "there is no such folder", "backup", "no/where");
        assertEquals(before, tree(temporary));

        byte[] bytes = Files.readAllBytes(day);
        int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\"lead\"");
        bytes[at + 1] = 'b';
        Files.write(day, bytes);
        before = tree(temporary);
        assertEquals(65, run("restore", backup().toString(), "--apply").code());
        assertEquals(before, tree(temporary));
    }

    private void refused(int code, String message, String command, String place, String... options) {
        List<String> all =
                new ArrayList<>(List.of(command, temporary.resolve(place).toString()));
        all.addAll(List.of(options));
        if (command.equals("restore")) {
            all.add("--apply");
        }
        Printed printed = run(all.toArray(String[]::new));
        assertEquals(code, printed.code(), printed.err());
        assertTrue(printed.err().contains(message), printed.err());
    }

    /** Half an event, or one transaction of several torn apart, would make a copy that only a repair can open. */
    @Test
    void aBackupOfARegistryThatIsWrittenIsAlwaysWhole() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        try (PodRegistry registry = open()) {
            registry.register(pod("lead").write("/r")).orElseThrow();
            Thread writer = new Thread(() -> {
                for (int i = 0; !ended.get(); i++) {
                    registry.register(pod("pod-" + i)).orElseThrow().release().orElseThrow();
                }
            });
            writer.start();
            try {
                for (int i = 0; i < 4; i++) {
                    long known = registry.view().sequence();
                    Path copy = temporary.resolve("copy-" + i);
                    Printed printed = run("backup", copy.toString(), "-o", "json");
                    assertEquals(0, printed.code(), printed.err());
                    JsonNode answer = JSON.readTree(printed.out());
                    assertTrue(answer.path("sequence").asLong() >= known, printed.out());
                    Printed verified = Prompt.onDisk().run("verify", "-d", copy.toString(), "-o", "json");
                    assertEquals(0, verified.code(), verified.out());
                    assertTrue(verified.out().contains(answer.path("hash").asText()), verified.out());
                }
            } finally {
                ended.set(true);
                writer.join();
            }
        }
        try (Stream<Path> files = Files.walk(temporary.resolve("copy-0"))) {
            for (Path file : files.toList()) {
                assertEquals(
                        Files.isDirectory(file) ? "rwx------" : "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file.toString());
            }
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to);
    }

    private static List<Path> days(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("queue"))) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .sorted()
                    .toList();
        }
    }

    private List<Path> beside(String begin) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith(begin))
                    .toList();
        }
    }

    private static List<String> tree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file) + " " + (Files.isDirectory(file) ? "" : size(file)))
                    .sorted()
                    .toList();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static final class FilesOf {
        static void delete(Path folder) throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
