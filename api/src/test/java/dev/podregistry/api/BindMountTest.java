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
        private final String pod;
        private int pods;

        private Inside(Path root, PodRegistry registry, String pod) {
            this.root = root;
            this.registry = registry;
            this.pod = pod;
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
                new Inside(root, registry, "p").run();
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
            registerTop();
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

        /** What is seen at {@code top/in} is {@code repo}, which another pod holds. */
        private void registerTop() {
            TargetRule in = TargetRule.write(root + "/top/in");
            TargetRule readIn = TargetRule.read(root + "/top/in");
            TargetScope rest = TargetScope.NONE
                    .allow(TargetRule.write(root + "/top"))
                    .deny(TargetRule.write(root + "/top/beside"));
            TargetScope read = TargetScope.NONE.allow(TargetRule.read(root + "/top"));
            register("read", read);
            register("read without writing in", read.deny(in));
            register("read without in", read.deny(readIn));
            register("read and read in", read.allow(readIn));
            register("write and read in", rest.allow(readIn));
            register("write and write in", rest.allow(in));
            register(
                    "write else, deny all",
                    TargetScope.NONE
                            .allow(TargetRule.write(root + "/else"))
                            .deny(TargetRule.read(root + "/top"))
                            .allow(in));
            PodHandle pod = register("write without in", rest.deny(in)).orElseThrow();
            System.out.println(registry.mayWrite(pod.pod(), TargetRule.write(root + "/top/new")));
            System.out.println(registry.mayWrite(pod.pod(), TargetRule.write(root + "/top/in/f")));
            pod.close();
            PodHandle lead = register("lead", read.deny(in).allow(readIn)).orElseThrow();
            TargetScope all = TargetScope.NONE.allow(TargetRule.write(root + "/top"));
            DelegateRequest child = DelegateRequest.child("child").write(root + "/top/sub/..");
            print("child", lead.delegate(child.under(all)));
            print("child without in", lead.delegate(child.under(all.deny(in))));
        }

        private Outcome<PodHandle> register(String target) {
            return register(target, TargetScope.NONE.allow(TargetRule.write(root + "/" + target)));
        }

        private Outcome<PodHandle> register(String what, TargetScope scope) {
            RegisterRequest request = RegisterRequest.pod(pod + ++pods)
                    .allow(scope.allow().toArray(TargetRule[]::new))
                    .deny(scope.deny().toArray(TargetRule[]::new));
            return print(what, registry.register(request));
        }

        private static Outcome<PodHandle> print(String what, Outcome<PodHandle> outcome) {
            System.out.println(what + " "
                    + (outcome instanceof Outcome.Refused<PodHandle> refused
                            ? refused.refusal().getClass().getSimpleName()
                            : "granted"));
            return outcome;
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
        List<String> printed = inside(Inside.class);
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
                        "read InvalidScope",
                        "read without writing in InvalidScope",
                        "read without in granted",
                        "read and read in granted",
                        "write and read in InvalidScope",
                        "write and write in WriteConflict",
                        "write else, deny all InvalidScope",
                        "write without in granted",
                        "true",
                        "false",
                        "lead granted",
                        "child InvalidScope",
                        "child without in WriteConflict",
                        "w granted",
                        "m2/y granted",
                        "m1/y/deep WriteConflict",
                        "t/y WriteConflict"),
                printed);
    }

    /** Registers what it is told, in a copy of the namespace. */
    static final class Copied {

        private Copied() {}

        public static void main(String[] args) throws Exception {
            Path root = Path.of(args[0]);
            try (PodRegistry registry = PodRegistry.open(root.resolve("registry"))) {
                new Inside(root, registry, "copied").register(args[1]);
            }
        }
    }

    /** Mounts, registers, and has a copy of its namespace register the same. */
    static final class Copying {

        private Copying() {}

        public static void main(String[] args) throws Exception {
            Path root = Path.of(args[0]);
            for (String folder : List.of("q", "s")) {
                Files.createDirectories(root.resolve(folder));
            }
            try (PodRegistry registry = PodRegistry.open(root.resolve("registry"))) {
                Inside inside = new Inside(root, registry, "p");
                inside.mount("-t", "tmpfs", "none", "q");
                inside.mount("-t", "tmpfs", "none", "s");
                Files.createDirectory(root.resolve("q/v"));
                Files.createDirectory(root.resolve("s/data"));
                inside.mount("--bind", "s/data", "q/v");
                inside.register("s/data");
                for (String again : List.of("s/data", "q/v")) {
                    List<String> command = new ArrayList<>(List.of("--mount"));
                    command.addAll(ChildJvm.command(ChildJvm.flags(), Copied.class, root, again)
                            .command());
                    inside.run("unshare", command.toArray(String[]::new));
                }
            }
        }
    }

    /** There the list of mounts has another order, and its oldest mount was another. */
    @Test
    void aCopyOfTheNamespaceHasItAtTheSamePlace() throws Exception {
        List<String> printed = inside(Copying.class);
        if (printed.isEmpty()) {
            return;
        }
        assertEquals(List.of("s/data granted", "s/data WriteConflict", "q/v WriteConflict"), printed);
    }

    /** What was printed in a namespace; nothing where there can be none. */
    private List<String> inside(Class<?> main) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
        if (!isRoot()) {
            command.add("--map-root-user");
        }
        command.addAll(
                ChildJvm.command(ChildJvm.flags(), main, temporary.toRealPath()).command());
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
        if (!process.waitFor(600, TimeUnit.SECONDS)) {
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
