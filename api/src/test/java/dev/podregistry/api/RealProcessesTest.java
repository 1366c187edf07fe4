package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.ProcessIdentity.Linux;
import dev.podregistry.model.ProcessIdentity.Portable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Verdicts on processes that run and end for real. */
@EnabledOnOs(OS.LINUX)
final class RealProcessesTest {

    private final Liveness liveness = Liveness.system();

    /** {@return the verdict on a bare pid that nobody has, which says nothing in a container} */
    static Verdict ofNoBarePid() {
        boolean initial = ((Linux) LiveProcess.current()).pidNamespace().equals(Viewpoint.INITIAL);
        return initial ? Verdict.DEAD : Verdict.UNKNOWN;
    }

    @Test
    void thisProcessIsAlive() {
        ProcessIdentity self = LiveProcess.current();

        assertEquals(ProcessHandle.current().pid(), self.pid());
        assertEquals(self, LiveProcess.of(self.pid()));
        assertEquals(Verdict.ALIVE, liveness.verdict(self));
        assertEquals(Verdict.ALIVE, liveness.verdict(new BarePid(self.pid())));
    }

    @Test
    void aKilledChildIsDead() throws Exception {
        Process child = new ProcessBuilder("sleep", "600").start();
        ProcessIdentity identity = LiveProcess.of(child.pid());
        assertEquals(Verdict.ALIVE, liveness.verdict(identity));

        child.destroyForcibly().waitFor();

        assertEquals(Verdict.DEAD, liveness.verdict(identity));
        assertEquals(ofNoBarePid(), liveness.verdict(new BarePid(child.pid())));
        assertThrows(IllegalArgumentException.class, () -> LiveProcess.of(child.pid()));
    }

    /** The shell starts a child and becomes a program that never asks how it ended. */
    @Test
    void aChildThatNobodyHasReapedIsDead() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; exec sleep 600").start();
        try (BufferedReader output = parent.inputReader(StandardCharsets.UTF_8)) {
            long pid = Long.parseLong(output.readLine());
            ProcessIdentity identity = LiveProcess.of(pid);
            new ProcessBuilder("kill", "-9", Long.toString(pid)).start().waitFor();

            for (int i = 0; i < 1000 && liveness.verdict(identity) != Verdict.DEAD; i++) {
                Thread.sleep(10);
            }

            assertEquals(Verdict.DEAD, liveness.verdict(identity));
            assertTrue(ProcessHandle.of(pid).isPresent(), "it is still there, as a zombie");
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    /** A thread has a number of its own, which shows as if it were a process; when it ended, its process was taken for dead. */
    @Test
    void aThreadIsNoProcess() throws IOException {
        long pid = ProcessHandle.current().pid();
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            List<Long> numbers = threads.map(
                            thread -> Long.valueOf(thread.getFileName().toString()))
                    .filter(number -> number != pid)
                    .toList();
            assertTrue(numbers.size() > 1, numbers::toString);
            for (ProcessSource source : List.of(ProcessSource.system(), new PortableProcesses("box", true))) {
                int refused = 0;
                for (long number : numbers) {
                    refused += isRefused(source, number, pid) ? 1 : 0;
                }
                assertTrue(refused > 1, "of " + numbers);
            }
        }
    }

    private static boolean isRefused(ProcessSource source, long number, long pid) {
        try {
            assertEquals(Optional.empty(), source.find(number), "it has ended");
            return false;
        } catch (IllegalArgumentException e) {
            assertEquals(
                    number + " is no process but a thread of the process with pid " + pid + "; give that pid",
                    e.getMessage());
            return true;
        }
    }

    /** Whether it is still found when it is asked for, nobody can know. */
    @Test
    void aChildThatHasJustEndedIsNoError() throws Exception {
        for (int i = 0; i < 100; i++) {
            Process child = new ProcessBuilder("true").start();
            Optional<ProcessIdentity> found = LiveProcess.find(child.pid());
            assertTrue(found.isEmpty() || found.get().pid() == child.pid());
            child.waitFor();
            assertEquals(Optional.empty(), LiveProcess.find(child.pid()));
        }
    }

    @Test
    void aReusedPidIsDead() {
        Linux self = (Linux) LiveProcess.current();
        Linux earlier = new Linux(self.host(), self.boot(), self.pidNamespace(), self.pid(), self.startTicks() - 1);

        assertEquals(Verdict.DEAD, liveness.verdict(earlier));
    }

    /** An interrupted thread still wants to know; reading through a channel would fail for it. */
    @Test
    void anInterruptChangesNoVerdict() {
        Thread.currentThread().interrupt();
        try {
            assertEquals(
                    Verdict.ALIVE,
                    liveness.verdict(new BarePid(LiveProcess.current().pid())));
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void elsewhereTheJdkIsAsked() throws Exception {
        PortableProcesses portable = new PortableProcesses("box", true);
        Process child = new ProcessBuilder("sleep", "600").start();
        Portable identity = (Portable) portable.find(child.pid()).orElseThrow();
        Instant other = identity.start().minusSeconds(60);

        assertEquals(Verdict.ALIVE, verdict(portable, portable.current()));
        assertEquals(Verdict.ALIVE, verdict(portable, identity));
        assertEquals(Verdict.ALIVE, verdict(portable, new BarePid(child.pid())));
        assertEquals(Verdict.DEAD, verdict(portable, new Portable("box", child.pid(), other)));
        assertEquals(Verdict.UNKNOWN, verdict(portable, new Portable("other", child.pid(), identity.start())));
        assertEquals(Verdict.UNKNOWN, verdict(portable, LiveProcess.current()));
        child.destroyForcibly().waitFor();
        for (ProcessIdentity ended : List.of(identity, new BarePid(child.pid()))) {
            assertEquals(Verdict.DEAD, verdict(portable, ended));
        }
        assertEquals(Optional.empty(), portable.find(child.pid()));
    }

    /** As on a Linux with half a /proc: a pid may be another namespace's, and a start be made by a clock that was set. */
    @Test
    void whereNamespacesAreTheJdksViewProvesNothing() throws Exception {
        PortableProcesses portable = new PortableProcesses("box", false);
        Process child = new ProcessBuilder("sleep", "600").start();
        Portable identity = (Portable) portable.find(child.pid()).orElseThrow();
        Portable other = new Portable("box", child.pid(), identity.start().minusSeconds(60));

        assertEquals(Verdict.ALIVE, verdict(portable, portable.current()));
        assertEquals(Verdict.ALIVE, verdict(portable, identity));
        assertEquals(Verdict.UNKNOWN, verdict(portable, other));
        child.destroyForcibly().waitFor();
        for (ProcessIdentity ended : List.of(identity, other, new BarePid(child.pid()))) {
            assertEquals(Verdict.UNKNOWN, verdict(portable, ended));
        }
    }

    private static Verdict verdict(ProcessSource source, ProcessIdentity process) {
        return source.explain(process, () -> null).verdict();
    }

    @Test
    void theHostHasAName() throws IOException {
        assertTrue(!((Portable) PortableProcesses.open().current()).host().isEmpty());
    }
}
