package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.LogReader;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes contend for the same paths of one directory; a referee sees that no two live ones ever write one path, and
 * every grant is in the log.
 *
 * <p>{@code -Dpodregistry.contend.millis=…} makes them contend longer.
 */
@Tag("attack")
final class ChildProcessesTest {

    private static final long MILLIS = Long.getLong("podregistry.contend.millis", 2000);

    /** Nothing here takes that long, even on a busy machine. */
    private static final long MINUTES = 10;

    @TempDir
    Path temporary;

    private final List<Process> children = new ArrayList<>();

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectory(temporary.resolve("referee"));
    }

    @AfterEach
    void endChildren() throws InterruptedException {
        for (Process child : children) {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void noTwoProcessesWriteOnePathAndEveryGrantIsInTheLog() throws Exception {
        List<String> names = List.of("a", "b", "c");
        for (String name : names) {
            contender(name);
        }
        for (String name : names) {
            waitForGrants(name, 10);
        }
        Thread.sleep(MILLIS);
        for (Process child : List.copyOf(children)) {
            end(child);
        }

        Map<Long, String> granted = new TreeMap<>();
        for (String name : names) {
            granted.putAll(grants(name));
        }
        assertEquals(registered(), granted);
        assertEquals(0, finalTable().size());
    }

    @Test
    void killedProcessesBlockNobody() throws Exception {
        Process survivor = contender("survivor");
        for (int i = 0; i < 3; i++) {
            Process victim = contender("victim-" + i);
            waitForGrants("victim-" + i, 5);
            victim.destroyForcibly().waitFor();
            waitForGrants("survivor", grants("survivor").size() + 5);
        }
        end(survivor);

        Map<Long, String> registered = registered();
        for (String name : List.of("survivor", "victim-0", "victim-1", "victim-2")) {
            assertTrue(registered.entrySet().containsAll(grants(name).entrySet()), name);
        }
        try (PodRegistry registry = PodRegistry.open(temporary.resolve("registry"))) {
            registry.reclaimStale();
            assertEquals(List.of(), registry.view().allocations());
        }
    }

    @Test
    void withoutTheJvmFlagsOneMessageNamesThem() throws Exception {
        Process child = contender("bare", List.of());

        assertTrue(child.waitFor(MINUTES, TimeUnit.MINUTES));
        assertNotEquals(0, child.exitValue());
        String message = errors().lines()
                .filter(line -> line.contains(LogUnavailableException.class.getName()))
                .collect(Collectors.joining());
        for (String flag : List.of("jdk.internal.ref", "java.lang.reflect", "sun.nio.ch")) {
            assertTrue(message.contains("=java.base/" + flag + "=ALL-UNNAMED"), this::errors);
        }
        assertFalse(Files.exists(temporary.resolve("registry")));
    }

    private void end(Process contender) throws Exception {
        contender.getOutputStream().write('\n');
        contender.getOutputStream().close();
        assertTrue(contender.waitFor(MINUTES, TimeUnit.MINUTES));
        assertEquals(0, contender.exitValue(), this::errors);
    }

    private Process contender(String name) throws IOException {
        return contender(name, ChildJvm.flags());
    }

    private Process contender(String name, List<String> flags) throws IOException {
        List<String> all = new ArrayList<>(flags);
        all.add("-Djava.io.tmpdir=" + temporary);
        Path registry = temporary.resolve("registry");
        Process child = ChildJvm.command(all, Contender.class, registry, temporary.resolve("referee"), name)
                .redirectOutput(output(name).toFile())
                .redirectError(temporary.resolve("errors-" + name).toFile())
                .start();
        children.add(child);
        return child;
    }

    private void waitForGrants(String name, int count) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
        while (grants(name).size() < count) {
            assertTrue(System.nanoTime() < end, this::errors);
            Thread.sleep(5);
        }
    }

    private Path output(String name) {
        return temporary.resolve("output-" + name);
    }

    /** What a contender says it was granted; the last line of one that was killed may be cut off. */
    private Map<Long, String> grants(String name) throws IOException {
        String text = Files.readString(output(name));
        Map<Long, String> grants = new TreeMap<>();
        text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.contains(" "))
                .forEach(line -> grants.put(Long.valueOf(line.split(" ", -1)[0]), line.split(" ", -1)[1]));
        return grants;
    }

    private String errors() {
        StringBuilder errors = new StringBuilder();
        try (var files = Files.newDirectoryStream(temporary, "errors-*")) {
            for (Path file : files) {
                errors.append(file.getFileName()).append(": ").append(Files.readString(file));
            }
        } catch (IOException e) {
            errors.append(e);
        }
        return errors.toString();
    }

    private Map<Long, String> registered() {
        Map<Long, String> registered = new TreeMap<>();
        for (Recorded event : history()) {
            if (event.event() instanceof Event.Registered) {
                registered.put(event.sequence(), event.event().pod().value());
            }
        }
        return registered;
    }

    /** Replays, and looks for a second claim after each event. */
    private AllocationTable finalTable() {
        AllocationTable table = AllocationTable.EMPTY;
        for (Recorded event : history()) {
            table = table.evolve(event);
            assertEquals(null, table.doubleClaim(ScopeRule.write("/")));
        }
        return table;
    }

    private List<Recorded> history() {
        List<Recorded> events = new ArrayList<>();
        try (LogReader reader = ChronicleLogReader.open(temporary.resolve("registry"), LogPosition.START)) {
            reader.replay(1, events::add);
        }
        return events;
    }
}
