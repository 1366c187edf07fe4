package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.LogReader;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.table.AllocationTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that write and read snapshots of one registry at the same time, some of them killed. */
@Tag("attack")
@Timeout(600)
final class SnapshotProcessesTest {

    @TempDir
    Path temporary;

    private final List<Process> children = new ArrayList<>();

    @AfterEach
    void endChildren() throws InterruptedException {
        for (Process child : children) {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void manyProcessesWriteSnapshotsAtOnce() throws Exception {
        Process a = start("a", 6);
        Process b = start("b", 6);
        Process c = start("c", 6);
        for (Process child : List.of(a, b, c)) {
            assertTrue(child.waitFor(120, TimeUnit.SECONDS));
            assertEquals(0, child.exitValue(), this::errors);
        }
        assertEquals("", errors(), "no warnings");
        List<String> files = files();
        assertTrue(files.stream().allMatch(file -> file.endsWith(".json")), files::toString);
        assertTrue(files.size() >= 3 && files.size() <= 6, files::toString);
        opensTheRightTable();
    }

    @Test
    void aKilledWriterLeavesNothingThatMatters() throws Exception {
        for (int i = 0; i < 3; i++) {
            Process victim = start("victim-" + i, 0);
            while (!Files.readString(output("victim-" + i)).contains("round 0")) {
                assertTrue(victim.isAlive(), this::errors);
                Thread.sleep(5);
            }
            Thread.sleep(60L * i);
            victim.destroyForcibly().waitFor();
            opensTheRightTable();
        }
        assertEquals("", errors(), "no warnings");
    }

    private void opensTheRightTable() {
        RegistryOptions options = RegistryOptions.defaults().snapshotEvery(0);
        try (Warnings warnings = new Warnings();
                PodRegistry registry = PodRegistry.open(temporary.resolve("registry"), options);
                LogReader reader = ChronicleLogReader.open(temporary.resolve("registry"), LogPosition.START)) {
            List<Recorded> events = new ArrayList<>();
            reader.replay(1, events::add);
            assertEquals(
                    events.stream().reduce(AllocationTable.EMPTY, AllocationTable::evolve, (x, y) -> y),
                    registry.view().table());
            assertEquals(List.of(), warnings.take());
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(temporary.resolve("registry/snapshots"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path output(String name) {
        return temporary.resolve("output-" + name);
    }

    private String errors() {
        try (Stream<Path> files = Files.list(temporary)) {
            StringBuilder errors = new StringBuilder();
            for (Path file : files.filter(name -> name.getFileName().toString().startsWith("errors-"))
                    .toList()) {
                errors.append(Files.readString(file));
            }
            return errors.toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Process start(String name, int rounds) throws IOException {
        List<String> flags = new ArrayList<>(ChildJvm.flags());
        flags.add("-Djava.io.tmpdir=" + temporary);
        Process child = ChildJvm.command(flags, Snapshotter.class, temporary.resolve("registry"), name, rounds)
                .redirectOutput(output(name).toFile())
                .redirectError(temporary.resolve("errors-" + name).toFile())
                .start();
        children.add(child);
        return child;
    }
}
