package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.disk.ChronicleRuntime;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogUnavailableException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM that uses a log says, leaves behind, and needs. */
@Timeout(600)
final class StartUpTest {

    @TempDir
    Path parent;

    /** Writes and reads a log, and says {@code done} or why not. */
    static final class Using {

        private Using() {}

        public static void main(String[] arguments) {
            Path directory = Path.of(arguments[0]);
            try (ChronicleLog log = Logs.open(directory, Durability.SYNC)) {
                Logs.append(log, "a", "b");
                Logs.read(directory);
                // Chronicle's watch over the disk cannot find it where /proc shows no mounts, and fails aloud.
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        // While a mapped file is cut off, its one lock may be lost, and whoever closes a file waits for
                        // ever.
                        .filter(name -> name.contains("disk") || name.contains("releaser"))
                        .forEach(System.out::println);
                System.out.println("done");
            } catch (LogUnavailableException e) {
                System.out.println(e.reason() + ": " + e.getMessage());
            }
        }
    }

    private List<String> run(List<String> flags) throws Exception {
        Path home = Files.createDirectories(parent.resolve("home"));
        Path temporary = Files.createDirectories(parent.resolve("tmp"));
        Path working = Files.createDirectories(parent.resolve("working"));
        List<String> all = new ArrayList<>(flags);
        all.addAll(List.of("-Duser.home=" + home, "-Djava.io.tmpdir=" + temporary, "-XX:-UsePerfData"));
        ProcessBuilder builder = ChildJvm.command(all, Using.class, parent.resolve("registry"));
        builder.environment().put("HOME", home.toString());
        builder.directory(working.toFile()).redirectErrorStream(true);
        try (ChildJvm child = ChildJvm.start(builder)) {
            List<String> said = child.rest();
            assertEquals(0, child.exit());
            return said;
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(parent)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> parent.relativize(file).toString())
                    .map(name -> name.replaceFirst("\\d{8}F", "DAY"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void nothingIsSaidAndNothingIsLeftOutsideTheRegistry() throws Exception {
        assertEquals(List.of("done"), run(ChildJvm.flags()));
        assertEquals(
                List.of(
                        "registry/lock",
                        "registry/manifest.json",
                        "registry/queue/DAY.cq4",
                        "registry/queue/metadata.cq4t"),
                files());
    }

    @Test
    void missingFlagsAreNamedAtOnce() throws Exception {
        List<String> said = run(List.of("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"));
        assertEquals(
                List.of("JVM_FLAGS: the log needs a JVM started with"
                        + " --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED"
                        + " --add-opens=java.base/java.lang.reflect=ALL-UNNAMED"),
                said);
        assertEquals(List.of(), files());
    }

    /** Named modules are opened to one by one, and it is not the module of the queue that reaches into {@code java.base}. */
    @Test
    void onTheModulePathTheFlagsThatAreNamedWillDo() throws Exception {
        List<String> modules = new ArrayList<>(ChildJvm.flags());
        modules.removeIf(flag -> flag.startsWith("--add-"));
        modules.addAll(List.of("-p", jarsOfChronicle(), "--add-modules", "ALL-MODULE-PATH"));
        List<String> said = run(modules);
        String prefix = "JVM_FLAGS: the log needs a JVM started with ";
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).startsWith(prefix), said::toString);
        assertEquals(List.of(), files());

        List<String> flags =
                new ArrayList<>(List.of(said.get(0).substring(prefix.length()).split(" ", -1)));
        flags.addAll(modules);
        assertEquals(List.of("done"), run(flags));
    }

    private static String jarsOfChronicle() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.contains("openhft"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void thisJvmMissesNothing() {
        assertTrue(ChronicleRuntime.missingFlags().isEmpty());
        Logs.open(parent.resolve("registry")).close();
        ChronicleLogReader.open(parent.resolve("registry"), LogPosition.START).close();
    }
}
