package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogUnavailableException;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A sound queue that cannot be opened is left alone, with a word about why.
 *
 * <p>It was set aside whatever the reason: a group's second user took the registry from the first, and who had run out of
 * descriptors made it anew sixteen times.
 */
@Timeout(600)
final class UnopenedTest {

    @TempDir
    Path temporary;

    private Path directory;
    private List<Recorded> all;

    @BeforeEach
    void write() {
        directory = temporary.resolve("registry");
        try (ChronicleLog log = Moments.open(directory)) {
            Logs.append(log, "a");
            Logs.append(log, "b");
        }
        all = Logs.read(directory).recorded();
    }

    private void assertSoundAfterwards() {
        try (ChronicleLog log = Moments.open(directory)) {
            assertTrue(log.recovery().isEmpty());
            Logs.append(log, "c");
        }
        assertEquals(all, Logs.read(directory).recorded().subList(0, 2));
    }

    /** Where files cannot be made immutable, nobody may write to them, which a superuser does not mind. */
    @ParameterizedTest
    @ValueSource(strings = {"queue/metadata.cq4t", "queue/" + Moments.DAY, "queue"})
    void whatMayNotBeChangedStays(String name) throws Exception {
        Path file = directory.resolve(name);
        boolean immutable = run("chattr", "+i", file.toString()) == 0;
        if (!immutable) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-xr-x"));
        }
        TreeMap<String, Object> before = Moments.attributes(directory);
        TreeMap<String, String> content = Moments.content(directory);
        try {
            ChronicleLog opened = open();
            if (opened == null) {
                assertEquals(before, Moments.attributes(directory));
                assertEquals(content, Moments.content(directory));
            } else {
                assertTrue(opened.recovery().isEmpty());
                opened.close();
            }
        } finally {
            if (immutable) {
                assertEquals(0, run("chattr", "-i", file.toString()));
            }
        }
        assertFalse(Files.exists(directory.resolve("quarantine")));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        assertSoundAfterwards();
    }

    /** {@return the log, or null when it was refused with a reason} */
    private ChronicleLog open() {
        try {
            return Moments.open(directory);
        } catch (LogUnavailableException e) {
            assertTrue(e.getMessage().contains("cannot open "), e.getMessage());
            assertTrue(
                    e.getMessage().matches("(?s).*(not permitted|denied|AccessDenied|Permission).*"), e.getMessage());
            assertFalse(e.getMessage().contains("no room") || e.getMessage().contains("Exception"), e.getMessage());
            assertTrue(
                    !e.getMessage().contains("operation not permitted")
                            || e.getMessage().contains("operation not permitted; is it or its folder immutable?"),
                    e.getMessage());
            return null;
        }
    }

    /** The table was another afterwards, though it was said that nothing was changed. */
    @Test
    void aDiskThatFailsLeavesTheTableAsItWas() throws Exception {
        Files.delete(directory.resolve("manifest.json"));
        String before = Moments.content(directory).get("queue/metadata.cq4t");
        assertThrows(
                LogUnavailableException.class,
                () -> Moments.open(directory, new Fsync() {
                    @Override
                    public void file(Path path, FileDescriptor open) throws IOException {
                        throw new IOException("the disk fails");
                    }

                    @Override
                    public void names(Path folder) {}
                }));
        assertEquals(before, Moments.content(directory).get("queue/metadata.cq4t"));
        assertSoundAfterwards();
    }

    /** Whoever was refused made the table anew, and whoever had it open went on without the first day. */
    @Test
    void aLogWithoutItsFirstDayAndItsTableGetsNoNewOne() throws IOException {
        Instant[] now = {Instant.parse("2026-02-01T12:00:00Z")};
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.withClock(() -> now[0]);
        Path table = directory.resolve("queue/metadata.cq4t");
        try (ChronicleLog log = ChronicleLog.open(directory, options, LogPosition.START)) {
            Logs.append(log, "c");
            byte[] kept = Files.readAllBytes(table);
            Files.delete(directory.resolve("queue").resolve(Moments.DAY));
            Files.delete(table);
            assertThrows(LogUnavailableException.class, () -> Logs.append(log, "d"));
            TreeMap<String, String> before = Moments.content(directory);
            assertThrows(
                    DamagedLogException.class,
                    () -> ChronicleLog.open(directory, options, () -> Bookmark.of(LogPosition.START))
                            .close());
            assertEquals(before, Moments.content(directory));
            assertThrows(LogUnavailableException.class, () -> Logs.append(log, "d"));
            Files.write(table, kept);
            assertThrows(DamagedLogException.class, () -> Logs.append(log, "d"));
            assertThrows(DamagedLogException.class, () -> Logs.append(log, "d"));
        }
    }

    /** The table told of the days that were left then, so that nobody could read all of them when the first was put back. */
    @Test
    void aLogWithoutItsFirstDayKeepsItsTable() throws IOException {
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.withClock(() -> Instant.parse("2026-02-01T12:00:00Z"));
        try (ChronicleLog log = ChronicleLog.open(directory, options, LogPosition.START)) {
            Logs.append(log, "c");
            Logs.append(log, "d");
        }
        TreeMap<String, String> before = Moments.content(directory);
        Path day = directory.resolve("queue").resolve(Moments.DAY);
        Path elsewhere = temporary.resolve("elsewhere");
        Files.move(day, elsewhere);
        assertThrows(DamagedLogException.class, () -> {
            try (ChronicleLog log = ChronicleLog.open(directory, options, () -> Bookmark.of(LogPosition.START))) {
                log.catchUp(event -> {});
            }
        });
        Files.move(elsewhere, day);
        assertEquals(before, Moments.content(directory));
        assertEquals(4, Logs.read(directory).pods().size());
    }

    /** Rights that others have given to a file are theirs to take away. */
    @Test
    void modesStayAsTheyAre() throws Exception {
        Path table = directory.resolve("queue/metadata.cq4t");
        Path day = directory.resolve("queue").resolve(Moments.DAY);
        for (Path file : List.of(table, day)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        }
        assertSoundAfterwards();
        for (Path file : List.of(table, day)) {
            assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    /** It runs out of descriptors at each place where an opening takes one. */
    @Test
    void shortOfDescriptorsNothingIsSetAside() throws Exception {
        List<String> said = new ArrayList<>();
        ProcessBuilder java = ChildJvm.command(ChildJvm.flags(), OpeningProcess.class, directory);
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 200; exec \"$@\"", "sh"));
        command.addAll(java.command());
        try (ChildJvm child = ChildJvm.start(new ProcessBuilder(command).redirectErrorStream(true))) {
            said.addAll(child.rest());
            assertEquals(0, child.exit(), String.join("\n", said));
        }
        String last = said.get(said.size() - 1);
        assertTrue(last.matches("opened [1-9]\\d*, refused [1-9]\\d*"), String.join("\n", said));
        assertFalse(Files.exists(directory.resolve("quarantine")));
        assertFalse(Files.exists(directory.resolve("rebuild")));
        assertSoundAfterwards();
    }

    /** Bytes that inspection does not look at, but Chronicle trips over, are found by trying a copy of them. */
    @Test
    void whatChronicleTripsOverIsMadeAnewWithEveryEvent() throws Exception {
        for (String name : List.of("metadata.cq4t", Moments.DAY)) {
            Path file = directory.resolve("queue").resolve(name);
            byte[] bytes = Files.readAllBytes(file);
            bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("Store")]++;
            Files.write(file, bytes);
            try (ChronicleLog log = Moments.open(directory)) {
                assertEquals(all.get(1).position(), log.recovery().orElseThrow().kept(), name);
            }
            assertEquals(all, Logs.read(directory).recorded(), name);
            assertFalse(Files.exists(directory.resolve("rebuild")));
        }
        assertSoundAfterwards();
    }

    /** A queue that is gone is no new registry: whatever pods hold would be granted once more. */
    @Test
    void aQueueThatIsGoneIsNotBegunAnew() throws IOException {
        Moments moments = Moments.of(temporary.resolve("recovered"));
        List<Path> copies = moments.copies();
        Path recovered = copies.get(copies.size() - 1);
        Files.delete(recovered.resolve("manifest.json"));
        Files.move(recovered.resolve("queue"), temporary.resolve("elsewhere"));
        assertNotBegun(recovered, "/queue tells");
        Files.createDirectory(recovered.resolve("queue"));
        assertNotBegun(recovered, "/queue tells");

        Path snapshot =
                Files.createDirectory(directory.resolve("snapshots")).resolve("snapshot-00000000000000000002.json");
        Files.writeString(snapshot, "{}");
        Files.delete(directory.resolve("manifest.json"));
        Files.move(directory.resolve("queue"), temporary.resolve("queue"));
        assertNotBegun(directory, snapshot + " tells");
        Files.move(temporary.resolve("queue"), directory.resolve("queue"));
        assertSoundAfterwards();
    }

    private static void assertNotBegun(Path directory, String message) throws IOException {
        TreeMap<String, String> before = Moments.content(directory);
        for (Executable use : List.<Executable>of(() -> Moments.open(directory), () -> Logs.read(directory))) {
            DamagedLogException refused = assertThrows(DamagedLogException.class, use);
            assertTrue(refused.getMessage().contains(message), refused.getMessage());
        }
        assertEquals(before, Moments.content(directory));
    }

    /** A creation that was killed after it had made the lock. */
    @Test
    void aLockAloneIsNoRegistry() throws IOException {
        Files.delete(directory.resolve("manifest.json"));
        try (Stream<Path> files = Files.list(directory.resolve("queue"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        try (ChronicleLog log = Moments.open(directory)) {
            Logs.append(log, "first");
        }
        assertEquals(List.of("first"), Logs.read(directory).pods());
    }

    private static int run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(600, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            // No such program.
            return -1;
        }
    }
}
