package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.api.Liveness.Judgement;
import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.ProcessIdentity.Linux;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each verdict, on a {@code /proc} made by hand. */
final class LinuxProcessesTest {

    private static final String BOOT = "11111111-1111-1111-1111-111111111111";

    private static final String NAMESPACE = Viewpoint.INITIAL;

    @TempDir
    Path root;

    private Path proc;
    private LinuxProcesses processes;

    @BeforeEach
    void makeProc() throws IOException {
        proc = root.resolve("proc");
        write(root.resolve("etc/machine-id"), "0123456789abcdef\n");
        write(proc.resolve("sys/kernel/random/boot_id"), BOOT + "\n");
        write(proc.resolve("sys/kernel/hostname"), "box\n");
        process(100, "java", 'S', 30, 5000);
        process(200, "coder", 'S', 1, 6000);
        Files.createSymbolicLink(proc.resolve("self"), Path.of("100"));
        Files.createDirectories(proc.resolve("100/ns"));
        Files.createSymbolicLink(proc.resolve("100/ns/pid"), Path.of(NAMESPACE));
        write(proc.resolve("100/status"), "Name:\tjava\nTgid:\t100\nNSpid:\t100\n");
        write(proc.resolve("200/status"), "Name:\tcoder\nTgid:\t200\nNSpid:\t200\n");
        write(proc.resolve("100/mountinfo"), "22 27 0:21 / " + proc + " rw,relatime - proc proc rw\n");
        processes = LinuxProcesses.open(proc, root);
    }

    @Test
    void aProcessIsKnownByHostBootNamespacePidAndStart() {
        assertEquals(new Linux("0123456789abcdef", BOOT, NAMESPACE, 100, 5000), processes.current());
        assertEquals(new Linux("0123456789abcdef", BOOT, NAMESPACE, 200, 6000), observe(200));
    }

    @Test
    void aProcessThatRunsIsAlive() {
        assertEquals(Verdict.ALIVE, verdict(observe(200)));
        assertEquals(Verdict.ALIVE, verdict(processes.current()));
    }

    @Test
    void aPidThatNobodyHasIsDead() throws IOException {
        ProcessIdentity coder = observe(200);
        Files.delete(proc.resolve("200/stat"));
        Files.delete(proc.resolve("200/status"));
        Files.delete(proc.resolve("200"));

        assertEquals(Verdict.DEAD, verdict(coder));
        assertEquals(Verdict.DEAD, verdict(new BarePid(200)));
    }

    @Test
    void aPidThatWasReusedIsDead() throws IOException {
        ProcessIdentity coder = observe(200);
        process(200, "coder", 'S', 1, 6001);

        assertEquals(Verdict.DEAD, verdict(coder));
        assertEquals(Verdict.ALIVE, verdict(new BarePid(200)), "nothing but the pid is known of it");
    }

    @Test
    void aZombieIsDead() throws IOException {
        ProcessIdentity coder = observe(200);
        process(200, "coder", 'Z', 1, 6000);

        assertEquals(Verdict.DEAD, verdict(coder));
        assertEquals(Verdict.DEAD, verdict(new BarePid(200)));
        assertEquals(Optional.empty(), processes.find(200));
    }

    /** The first thread may end before the others; the kernel then shows the whole process as a zombie. */
    @Test
    void aProcessWhoseFirstThreadHasEndedIsAliveWhileOthersRun() throws IOException {
        ProcessIdentity coder = observe(200);
        process(200, "coder", 'Z', 2, 6000);

        assertEquals(Verdict.ALIVE, verdict(coder));
    }

    @Test
    void anEarlierBootOfThisHostIsDead() throws IOException {
        write(proc.resolve("stat"), "cpu 1 2 3\nbtime 1000\n");
        Linux before = new Linux("0123456789abcdef", "earlier", NAMESPACE, 200, 7000);
        Linux elsewhere = new Linux("0123456789abcdef", "earlier", "pid:[7]", 200, 6000);

        assertEquals(Verdict.DEAD, explain(before, 999).verdict());
        assertEquals(Verdict.DEAD, explain(elsewhere, 999).verdict(), "its namespace has ended too");
        assertEquals(Verdict.UNKNOWN, explain(before, 1000).verdict(), "recorded in this boot");
        assertEquals(Verdict.UNKNOWN, verdict(before), "who knows when");
        assertEquals(
                Verdict.UNKNOWN,
                explain(new Linux("0123456789abcdef", "earlier", NAMESPACE, 200, 6000), 999)
                        .verdict(),
                "a process with its pid and start is there");
    }

    @Test
    void anotherHostOrNamespaceIsUnknown() {
        assertEquals(Verdict.UNKNOWN, verdict(new Linux("elsewhere", BOOT, NAMESPACE, 999, 6000)));
        assertEquals(Verdict.UNKNOWN, verdict(new Linux("elsewhere", "earlier", NAMESPACE, 999, 6000)));
        assertEquals(Verdict.UNKNOWN, verdict(new Linux("0123456789abcdef", BOOT, "pid:[7]", 999, 6000)));
        assertEquals(Verdict.UNKNOWN, verdict(new ProcessIdentity.Portable("mac", 999, Instant.EPOCH)));
    }

    @Test
    void aStatusThatCannotBeReadIsUnknown() throws IOException {
        ProcessIdentity coder = observe(200);
        write(proc.resolve("200/stat"), "garbage");

        assertEquals(Verdict.UNKNOWN, verdict(coder));
        Files.delete(proc.resolve("200/stat"));
        assertEquals(Verdict.UNKNOWN, verdict(coder), "the process is there, but hides");
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> observe(200));
        assertTrue(thrown.getMessage().contains("cannot be observed"), thrown.getMessage());
    }

    @Test
    void aProcessMayCallItselfAnything() throws IOException {
        process(200, "a) Z 1 (b\u00ff\n", 'S', 1, 6000);

        ProcessIdentity coder = observe(200);
        assertEquals(new Linux("0123456789abcdef", BOOT, NAMESPACE, 200, 6000), coder);
        assertEquals(Verdict.ALIVE, verdict(coder));
    }

    /** Between its end and its going the kernel shows a process as dead, in a capital letter or, long ago, a small one. */
    @Test
    void whatTheKernelCallsDeadIsDead() throws IOException {
        ProcessIdentity coder = observe(200);
        for (char state : new char[] {'X', 'x'}) {
            process(200, "coder", state, 1, 6000);

            assertEquals(Verdict.DEAD, verdict(coder));
            assertEquals(Verdict.DEAD, verdict(new BarePid(200)));
            assertEquals(Optional.empty(), processes.find(200));
        }
    }

    @Test
    void withoutAMachineIdTheHostIsNamed() throws IOException {
        write(root.resolve("etc/machine-id"), "uninitialized\n");
        assertEquals("name:box", ((Linux) LinuxProcesses.open(proc, root).current()).host());

        write(root.resolve("var/lib/dbus/machine-id"), "fedcba9876543210\n");
        assertEquals(
                "fedcba9876543210", ((Linux) LinuxProcesses.open(proc, root).current()).host());
    }

    @Test
    void withoutWhatItNeedsThereIsNone() throws IOException {
        assertNull(LinuxProcesses.open(root.resolve("missing"), root));
        Files.delete(proc.resolve("sys/kernel/random/boot_id"));
        assertNull(LinuxProcesses.open(proc, root));
    }

    private Verdict verdict(ProcessIdentity process) {
        return processes.explain(process, () -> null).verdict();
    }

    private Judgement explain(ProcessIdentity process, long recorded) {
        return processes.explain(process, () -> Instant.ofEpochSecond(recorded));
    }

    private ProcessIdentity observe(long pid) {
        return processes.find(pid).orElseThrow();
    }

    private void process(long pid, String name, char state, int threads, long startTicks) throws IOException {
        String status = pid + " (" + name + ") " + state + " 1 1 1 0 -1 4194304 1 0 0 0 1 2 3 4 20 0 " + threads + " 0 "
                + startTicks + " 3133440 390 18446744073709551615\n";
        write(proc.resolve(pid + "/stat"), status);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
