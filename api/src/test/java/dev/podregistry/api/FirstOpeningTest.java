package dev.podregistry.api;

import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.model.LogUnavailableException;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process had no descriptor left when it opened its first registry: what failed to load then was lost to it, and it could
 * open none any more when there were descriptors again.
 */
@Tag("attack")
@EnabledOnOs(OS.LINUX)
final class FirstOpeningTest {

    private static final int LIMIT = 100;

    @TempDir
    Path directory;

    /** Opens its first registry with a few descriptors, and again with all. */
    static final class Starving {

        private Starving() {}

        public static void main(String[] arguments) throws Exception {
            findClasses();
            Path registry = Path.of(arguments[0]);
            for (int few = 0; few < 14; few++) {
                System.out.println(few + " " + attempt(registry, few));
            }
            try (PodRegistry open = PodRegistry.open(registry)) {
                open.register(pod("a").write(registry.toString())).orElseThrow();
                System.out.println(open.holderOf(registry).isPresent() + " "
                        + LiveProcess.current().getClass().getSimpleName());
            }
        }

        /** Where classes are files of their own, the JVM needs a descriptor for each; none of them is initialized here. */
        private static void findClasses() throws IOException, ClassNotFoundException {
            ClassLoader loader = Starving.class.getClassLoader();
            Collections.list(loader.getResources("looked for in every jar"));
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                Path root = Path.of(entry);
                if (!Files.isDirectory(root)) {
                    continue;
                }
                try (Stream<Path> files = Files.walk(root)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".class"))
                            .filter(path -> root.relativize(path).startsWith("dev") && !root.endsWith("test-classes"))
                            .toList()) {
                        String name = root.relativize(file).toString().replace(File.separatorChar, '.');
                        Class.forName(name.substring(0, name.length() - ".class".length()), false, loader);
                    }
                }
            }
        }

        private static String attempt(Path registry, int few) throws IOException {
            List<InputStream> taken = new ArrayList<>();
            try {
                while (true) {
                    taken.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException e) {
                for (int i = 0; i < few; i++) {
                    taken.remove(0).close();
                }
            }
            try (PodRegistry open = PodRegistry.open(registry)) {
                return "opened at " + open.view().sequence();
            } catch (LogUnavailableException e) {
                return e.getMessage();
            } finally {
                for (InputStream one : taken) {
                    one.close();
                }
            }
        }
    }

    @Test
    void isRefusedWithoutDescriptorsAndSucceedsOnceThereAreSome() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + LIMIT + " && exec \"$@\"", "sh"));
        command.addAll(
                ChildJvm.command(ChildJvm.flags(), Starving.class, directory).command());
        try (ChildJvm child = ChildJvm.start(new ProcessBuilder(command).redirectErrorStream(true))) {
            List<String> said = child.rest();
            List<String> expected = new ArrayList<>();
            for (int few = 0; few < 14; few++) {
                expected.add(few + " cannot open a log: too many open files; this process may have " + LIMIT
                        + ": raise ulimit -n, or close some");
            }
            expected.add("true Linux");
            assertEquals(String.join("\n", expected), String.join("\n", said));
            assertEquals(0, child.exit());
        }
    }
}
