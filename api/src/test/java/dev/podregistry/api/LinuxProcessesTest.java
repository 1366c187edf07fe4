package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.ProcessIdentity.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each verdict, on a {@code /proc} made by hand. */
final class LinuxProcessesTest {

    private static final String HOST = HandMadeProc.HOST;
    private static final String BOOT = HandMadeProc.BOOT;
    private static final String NAMESPACE = HandMadeProc.NAMESPACE;

    @TempDir
    Path root;

    private HandMadeProc proc;
    private LinuxProcesses processes;

    @BeforeEach
    void makeProc() throws IOException {
        proc = new HandMadeProc(root);
        processes = proc.open();
    }

    @Test
    void aProcessIsKnownByHostBootNamespacePidAndStart() {
        assertEquals(new Linux(HOST, BOOT, NAMESPACE, 100, 5000), processes.current());
        assertEquals(new Linux(HOST, BOOT, NAMESPACE, 200, 6000), observe(200));
    }

    @Test
    void aProcessThatRunsIsAlive() {
        assertEquals(Verdict.ALIVE, verdict(observe(200)));
        assertEquals(Verdict.ALIVE, verdict(processes.current()));
    }

    @Test
    void aPidThatNobodyHasIsDead() throws IOException {
        ProcessIdentity coder = observe(200);
        proc.ended(200);

        assertEquals(Verdict.DEAD, verdict(coder));
        assertEquals(Verdict.DEAD, verdict(new BarePid(200)));
    }

    @Test
    void aPidThatWasReusedIsDead() throws IOException {
        ProcessIdentity coder = observe(200);
        proc.process(200, "coder", 'S', 1, 6001);

        assertEquals(Verdict.DEAD, verdict(coder));
        assertEquals(Verdict.ALIVE, verdict(new BarePid(200)), "nothing but the pid is known of it");
    }

    @Test
    void aZombieIsDead() throws IOException {
        ProcessIdentity coder = observe(200);
        proc.process(200, "coder", 'Z', 1, 6000);

        assertEquals(Verdict.DEAD, verdict(coder));
        assertEquals(Verdict.DEAD, verdict(new BarePid(200)));
        assertEquals(Optional.empty(), processes.find(200));
    }

    /** The first thread may end before the others; the kernel then shows the whole process as a zombie. */
    @Test
    void aProcessWhoseFirstThreadHasEndedIsAliveWhileOthersRun() throws IOException {
        ProcessIdentity coder = observe(200);
        proc.process(200, "coder", 'Z', 2, 6000);

        assertEquals(Verdict.ALIVE, verdict(coder));
    }

    @Test
    void anotherHostOrNamespaceIsUnknown() {
        assertEquals(Verdict.UNKNOWN, verdict(new Linux("elsewhere", BOOT, NAMESPACE, 999, 6000)));
        assertEquals(Verdict.UNKNOWN, verdict(new Linux("elsewhere", "earlier", NAMESPACE, 999, 6000)));
        assertEquals(Verdict.UNKNOWN, verdict(new Linux(HOST, BOOT, "pid:[7]", 999, 6000)));
        assertEquals(Verdict.UNKNOWN, verdict(new ProcessIdentity.Portable("mac", 999, Instant.EPOCH)));
    }

    @Test
    void aStatusThatCannotBeReadIsUnknown() throws IOException {
        ProcessIdentity coder = observe(200);
        proc.write("200/stat", "garbage");

        assertEquals(Verdict.UNKNOWN, verdict(coder));
        Files.delete(proc.proc().resolve("200/stat"));
        assertEquals(Verdict.UNKNOWN, verdict(coder), "the process is there, but hides");
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> observe(200));
        assertTrue(thrown.getMessage().contains("cannot be observed"), thrown.getMessage());
    }

    @Test
    void aProcessMayCallItselfAnything() throws IOException {
        proc.process(200, "a) Z 1 (b\u00ff\n", 'S', 1, 6000);

        ProcessIdentity coder = observe(200);
        assertEquals(new Linux(HOST, BOOT, NAMESPACE, 200, 6000), coder);
        assertEquals(Verdict.ALIVE, verdict(coder));
    }

    /** Between its end and its going the kernel shows a process as dead, in a capital letter or, long ago, a small one. */
    @Test
    void whatTheKernelCallsDeadIsDead() throws IOException {
        ProcessIdentity coder = observe(200);
        for (char state : new char[] {'X', 'x'}) {
            proc.process(200, "coder", state, 1, 6000);

            assertEquals(Verdict.DEAD, verdict(coder));
            assertEquals(Verdict.DEAD, verdict(new BarePid(200)));
            assertEquals(Optional.empty(), processes.find(200));
        }
    }

    @Test
    void withoutAMachineIdTheHostIsNamed() throws IOException {
        HandMadeProc.write(root.resolve("etc/machine-id"), "uninitialized\n");
        assertEquals("name:box", ((Linux) proc.open().current()).host());

        HandMadeProc.write(root.resolve("var/lib/dbus/machine-id"), "fedcba9876543210\n");
        assertEquals("fedcba9876543210", ((Linux) proc.open().current()).host());
    }

    @Test
    void withoutWhatItNeedsThereIsNone() throws IOException {
        assertNull(LinuxProcesses.open(root.resolve("missing"), root));
        Files.delete(proc.proc().resolve("sys/kernel/random/boot_id"));
        assertNull(proc.open());
    }

    private Verdict verdict(ProcessIdentity process) {
        return processes.explain(process, () -> null).verdict();
    }

    private ProcessIdentity observe(long pid) {
        return processes.find(pid).orElseThrow();
    }
}
