package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.child.ChildJvm;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.ProcessIdentity.Linux;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process in another pid namespace, as in a container, is never taken for dead.
 *
 * <p>The namespace is a real one where the system lets this test make it ({@code unshare}, as root), else the one that a
 * {@code /proc} made by hand shows.
 */
@EnabledOnOs(OS.LINUX)
final class PidNamespaceTest {

    @TempDir
    Path root;

    /** Prints the process's own identity and its verdict on the one that it is told of. */
    static final class Inside {

        private Inside() {}

        public static void main(String[] args) {
            Linux self = (Linux) LiveProcess.current();
            Linux outside = new Linux(args[0], args[1], args[2], Long.parseLong(args[3]), Long.parseLong(args[4]));
            System.out.println(String.join(
                    " ",
                    self.host(),
                    self.boot(),
                    self.pidNamespace(),
                    Long.toString(self.pid()),
                    Long.toString(self.startTicks()),
                    Liveness.system().verdict(outside).name(),
                    Liveness.system().verdict(self).name()));
        }
    }

    @Test
    void nothingIsKnownOfAnotherNamespace() throws Exception {
        Linux outside = (Linux) LiveProcess.current();
        String[] told = inside(outside).split(" ", -1);
        Linux inside = new Linux(told[0], told[1], told[2], Long.parseLong(told[3]), Long.parseLong(told[4]));

        assertNotEquals(outside.pidNamespace(), inside.pidNamespace());
        assertEquals(Verdict.UNKNOWN.name(), told[5], "the one outside, seen from inside");
        assertEquals(Verdict.ALIVE.name(), told[6], "itself, seen from inside");
        assertEquals(Verdict.UNKNOWN, Liveness.system().verdict(inside), "though it has ended");
        assertEquals(
                Verdict.UNKNOWN,
                Liveness.system()
                        .verdict(new Linux(
                                outside.host(), outside.boot(), "pid:[1]", outside.pid(), outside.startTicks())),
                "the same pid and start, elsewhere");
    }

    private String inside(Linux outside) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--mount-proc"));
        command.addAll(ChildJvm.command(List.of(), Inside.class).command());
        command.addAll(List.of(outside.host(), outside.boot(), outside.pidNamespace()));
        command.addAll(List.of(Long.toString(outside.pid()), Long.toString(outside.startTicks())));
        Path output = root.resolve("output");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(output.toFile())
                    .start();
            if (process.waitFor(600, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return Files.readString(output).strip();
            }
            process.destroyForcibly().waitFor();
        } catch (IOException e) {
            Files.deleteIfExists(output);
        }
        return insideByHand(outside);
    }

    private String insideByHand(Linux outside) throws IOException {
        Path proc = root.resolve("proc");
        write(root.resolve("etc/machine-id"), outside.host());
        write(proc.resolve("sys/kernel/random/boot_id"), outside.boot());
        write(proc.resolve("1/stat"), "1 (java) S 1 1 1 0 -1 4194304 1 0 0 0 1 2 3 4 20 0 9 0 77 3133440 390 1\n");
        Files.createDirectories(proc.resolve("1/ns"));
        Files.createSymbolicLink(proc.resolve("1/ns/pid"), Path.of("pid:[77]"));
        Files.createSymbolicLink(proc.resolve("self"), Path.of("1"));
        LinuxProcesses processes = LinuxProcesses.open(proc, root);
        Linux self = (Linux) processes.current();
        return String.join(
                " ",
                self.host(),
                self.boot(),
                self.pidNamespace(),
                "1",
                "77",
                processes.explain(outside, () -> null).verdict().name(),
                processes.explain(self, () -> null).verdict().name());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void pidsThatNoProcessHasAreDead() {
        for (long pid : new long[] {4_194_305, 0x7FFF_FFFFL, 0xFFFF_FFFFL}) {
            assertEquals(
                    RealProcessesTest.ofNoBarePid(), Liveness.system().verdict(new BarePid(pid)), () -> "pid " + pid);
        }
        for (long pid : new long[] {0, -1, Long.MIN_VALUE, 0xFFFF_FFFFL, 0x1_0000_0000L, Long.MAX_VALUE}) {
            assertEquals(
                    "no process with pid " + pid + " is running; give the pid of one that is, or ask by find",
                    message(() -> LiveProcess.of(pid)));
            assertEquals(
                    "no process with pid " + pid + " is running; give the pid of one that is, or ask by find",
                    message(() -> LiveProcess.of(pid)));
        }
        for (long pid : new long[] {0, -1, Long.MIN_VALUE, 0x1_0000_0000L, Long.MAX_VALUE}) {
            String expected = "pid " + pid + " is not in 1..4294967295";
            assertEquals(expected, message(() -> new BarePid(pid)));
            assertEquals(expected, message(() -> new Linux("h", "b", "n", pid, 1)));
            assertEquals(expected, message(() -> new ProcessIdentity.Portable("h", pid, Instant.EPOCH)));
        }
    }

    private static String message(Runnable asking) {
        try {
            asking.run();
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
        return "no complaint";
    }
}
