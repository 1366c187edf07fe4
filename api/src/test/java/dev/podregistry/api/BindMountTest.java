package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.child.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * One directory at two places by {@code mount --bind} was two directories to the registry, and two pods held it.
 *
 * <p>The mounts are real ones where the system lets this test make them, in a mount namespace of their own. Where it does
 * not, {@code MountTableTest} has the same lists of mounts, as the kernel writes them.
 */
@EnabledOnOs(OS.LINUX)
final class BindMountTest {

    @TempDir
    Path temporary;

    /** Mounts, registers and prints what came of it, in a namespace in which it may. */
    static final class Inside {

        private final Path root;
        private final PodRegistry registry;
        private int pods;

        private Inside(Path root, PodRegistry registry) {
            this.root = root;
            this.registry = registry;
        }

        public static void main(String[] args) throws Exception {
            Path root = Path.of(args[0]);
            for (String folder : List.of("repo/sub", "w", "s", "top/in", "t", "m1", "m2")) {
                Files.createDirectories(root.resolve(folder));
            }
            for (String file : List.of("repo/f", "g")) {
                Files.createFile(root.resolve(file));
            }
            try (PodRegistry registry = PodRegistry.open(root.resolve("registry"))) {
                new Inside(root, registry).run();
            }
        }

        private void run() throws Exception {
            register("repo");
            mount("--bind", "repo", "w");
            register("w");
            register("w/new");
            System.out.println(registry.holderOf(root + "/w/f").isPresent());
            mount("--bind", "repo/sub", "s");
            register("s/new");
            mount("--bind", "repo/f", "g");
            register("g");
            mount("--bind", "w", "top/in");
            register("top");
            register("top/beside");
            umount("w");
            register("w");
            mount("-t", "tmpfs", "none", "t");
            Files.createDirectory(root.resolve("t/x"));
            mount("--bind", "t/x", "m1");
            mount("--bind", "t/x", "m2");
            umount("t");
            register("m2/y");
            register("m1/y/deep");
            mount("--bind", "m1", "t");
            register("t/y");
        }

        private void register(String target) {
            Outcome<PodHandle> outcome =
                    registry.register(RegisterRequest.pod("p" + ++pods).write(root + "/" + target));
            System.out.println(target + " "
                    + (outcome instanceof Outcome.Refused<PodHandle> refused
                            ? refused.refusal().getClass().getSimpleName()
                            : "granted"));
        }

        private void mount(String... words) throws Exception {
            run("mount", words);
        }

        private void umount(String place) throws Exception {
            run("umount", place);
        }

        private void run(String program, String... words) throws Exception {
            List<String> command = new ArrayList<>(List.of(program));
            command.addAll(List.of(words));
            Process process = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .inheritIO()
                    .start();
            if (process.waitFor() != 0) {
                System.exit(9);
            }
        }
    }

    @Test
    void oneDirectoryAtTwoPlacesIsOne() throws Exception {
        List<String> printed = inside();
        if (printed.isEmpty()) {
            return;
        }
        assertEquals(
                List.of(
                        "repo granted",
                        "w WriteConflict",
                        "w/new WriteConflict",
                        "true",
                        "s/new WriteConflict",
                        "g WriteConflict",
                        "top InvalidScope",
                        "top/beside granted",
                        "w granted",
                        "m2/y granted",
                        "m1/y/deep WriteConflict",
                        "t/y WriteConflict"),
                printed);
    }

    /** What was printed in a namespace; nothing where there can be none. */
    private List<String> inside() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
        if (!isRoot()) {
            command.add("--map-root-user");
        }
        command.addAll(ChildJvm.command(ChildJvm.flags(), Inside.class, temporary.toRealPath())
                .command());
        Path output = temporary.resolve("output");
        Path errors = temporary.resolve("errors");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
        } catch (IOException noUnshare) {
            return List.of();
        }
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end: " + Files.readString(errors));
        }
        List<String> lines = Files.readAllLines(output);
        boolean mayNotMount = process.exitValue() == 9 || lines.isEmpty();
        return mayNotMount && !isRoot() ? List.of() : lines;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
