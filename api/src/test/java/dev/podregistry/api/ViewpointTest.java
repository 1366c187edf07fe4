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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What pids, start ticks and boot ids mean depends on where one is. On a {@code /proc} made by hand; {@link NamespacesSystem}
 * makes the places for real.
 */
final class ViewpointTest {

    private static final String TIME = "time:[4026532177]";

    @TempDir
    Path root;

    private HandMadeProc proc;

    @BeforeEach
    void makeProc() throws IOException {
        proc = new HandMadeProc(root);
    }

    private String label() {
        return ((Linux) proc.open().current()).pidNamespace();
    }

    private Judgement judged(ProcessIdentity process, @Nullable Instant recorded) {
        return proc.open().explain(process, () -> recorded);
    }

    private static Linux process(String boot, String namespaces, long pid, long startTicks) {
        return new Linux(HandMadeProc.HOST, boot, namespaces, pid, startTicks);
    }

    private static void assertUnknown(String because, Judgement judgement) {
        assertEquals(Verdict.UNKNOWN, judgement.verdict(), judgement::reason);
        assertTrue(judgement.reason().contains(because), judgement::reason);
    }

    private void enterTime(String offset) throws IOException {
        proc.link("100/ns/time", TIME);
        proc.link("100/ns/time_for_children", TIME);
        proc.write("100/timens_offsets", "monotonic           0         0\nboottime   " + offset + "\n");
    }

    @Test
    void theKernelsOwnTimeNamespaceAddsNothing() throws IOException {
        proc.link("100/ns/time", "time:[4026531834]");
        assertEquals(Viewpoint.INITIAL, label());
    }

    @Test
    void anotherTimeNamespaceIsNamedWithItsShift() throws IOException {
        Linux before = (Linux) proc.open().find(200).orElseThrow();
        enterTime("  100000         5");
        assertEquals(Viewpoint.INITIAL + " " + TIME + " boottime:100000.5", label());
        proc.process(200, "coder", 'S', 1, 10_006_000);
        assertUnknown("other namespaces", judged(before, null));
        Linux within = (Linux) proc.open().find(200).orElseThrow();
        assertEquals(Verdict.ALIVE, judged(within, null).verdict());
        proc.process(200, "coder", 'S', 1, 10_006_001);
        assertEquals(Verdict.DEAD, judged(within, null).verdict());
        enterTime("  100001         5");
        assertUnknown("other namespaces", judged(within, null));
    }

    /** Its number may be that of one that has ended, which had another shift. */
    @Test
    void aShiftThatIsNotToldProvesNothing() throws IOException {
        enterTime("  100000         0");
        proc.link("100/ns/time_for_children", "time:[4026532178]");
        String label = Viewpoint.INITIAL + " " + TIME + " boottime:?";
        assertEquals(label, label());
        assertEquals(
                Verdict.ALIVE,
                judged(process(HandMadeProc.BOOT, label, 200, 6000), null).verdict());
        assertUnknown("shifts start ticks", judged(process(HandMadeProc.BOOT, label, 200, 6001), null));
        assertUnknown("shifts start ticks", judged(process(HandMadeProc.BOOT, label, 201, 6000), null));
    }

    @Test
    void aProcOfAnotherNamespaceProvesNothing() throws IOException {
        for (String numbers : List.of("NSpid:\t100\t1\n", "NSpid:\t100\t7\t1\n", "")) {
            proc.write("100/status", "Tgid:\t100\n" + numbers);
            String label = Viewpoint.INITIAL + (numbers.isEmpty() ? " proc:unknown" : " proc:outer");
            assertEquals(label, label());
            assertEquals(
                    Verdict.ALIVE,
                    judged(process(HandMadeProc.BOOT, label, 200, 6000), null).verdict());
            for (long pid : new long[] {200, 201}) {
                assertUnknown("/proc", judged(process(HandMadeProc.BOOT, label, pid, 6001), null));
                assertUnknown(
                        "other namespaces", judged(process(HandMadeProc.BOOT, Viewpoint.INITIAL, pid, 6001), null));
            }
            assertUnknown("/proc", judged(new BarePid(201), null));
            String message = assertThrows(
                            IllegalArgumentException.class, () -> proc.open().find(200))
                    .getMessage();
            assertTrue(message.startsWith("the process with pid 200 cannot be observed: /proc "), message);
        }
    }

    @Test
    void anEarlierBootHasEnded() {
        for (String namespace : List.of(Viewpoint.INITIAL, "pid:[7]", "pid:[7] " + TIME + " boottime:1.0")) {
            Linux before = process("earlier", namespace, 200, 7000);
            assertEquals(
                    new Judgement(Verdict.DEAD, "its host was restarted since"),
                    judged(before, HandMadeProc.BEGAN.minusMillis(1)));
            assertUnknown("during this boot", judged(before, HandMadeProc.BEGAN));
            assertUnknown("not known whether", judged(before, null));
        }
        assertUnknown("may be the same", judged(process("earlier", Viewpoint.INITIAL, 200, 6000), Instant.EPOCH));
    }

    @Test
    void anEarlierBootIsNotProvenWithoutTheTimeOfThisOne() throws IOException {
        Linux before = process("earlier", Viewpoint.INITIAL, 200, 7000);
        proc.mounted("30 22 0:50 /stat " + proc.proc().resolve("stat") + " rw - fuse.lxcfs lxcfs rw\n");
        assertUnknown("not known whether", judged(before, Instant.EPOCH));
        proc.mounted("");
        proc.write("stat", "cpu 1 2 3\n");
        assertUnknown("not known whether", judged(before, Instant.EPOCH));
    }

    @Test
    void anEarlierBootIsNotProvenByABootIdThatIsNotTheKernels() throws IOException {
        String marked = Viewpoint.INITIAL + " boot:mounted";
        assertUnknown("something is mounted over", judged(process("earlier", marked, 200, 7000), Instant.EPOCH));
        for (String place : List.of("sys", "sys/kernel", "sys/kernel/random", "sys/kernel/random/boot_id")) {
            proc.mounted("30 22 0:50 / " + proc.proc().resolve(place) + " rw - tmpfs tmpfs rw\n");
            assertEquals(marked, label());
            for (String namespaces : List.of(Viewpoint.INITIAL, marked)) {
                assertUnknown(
                        "something is mounted over", judged(process("earlier", namespaces, 200, 7000), Instant.EPOCH));
            }
            assertEquals(
                    Verdict.DEAD,
                    judged(process(HandMadeProc.BOOT, marked, 200, 7000), null).verdict(),
                    "the same boot id, there");
        }
        proc.mounted("30 22 0:21 /sys " + proc.proc().resolve("sys") + " ro - proc proc rw\n");
        assertEquals(Viewpoint.INITIAL, label(), "made read-only, as in a container");
    }

    @Test
    void anEarlierBootIsProvenInAnotherNamespaceOnlyForItsOwn() throws IOException {
        proc.link("100/ns/pid", "pid:[7]");
        assertEquals(
                Verdict.DEAD,
                judged(process("earlier", "pid:[7]", 200, 7000), Instant.EPOCH).verdict());
        for (String namespace : List.of(Viewpoint.INITIAL, "pid:[8]")) {
            assertUnknown("is not told in pid:[7]", judged(process("earlier", namespace, 200, 7000), Instant.EPOCH));
        }
        enterTime("  -100         0");
        assertUnknown("is not told in pid:[7]", judged(process("earlier", label(), 200, 7000), Instant.EPOCH));
    }

    /** Nobody knows whose pid it is; on a host outside of containers it is taken for one of the host. */
    @Test
    void aBarePidIsOfTheHostsOwnNamespace() throws IOException {
        assertEquals(Verdict.DEAD, judged(new BarePid(201), null).verdict());
        proc.link("100/ns/pid", "pid:[7]");
        assertEquals(Verdict.ALIVE, judged(new BarePid(200), null).verdict());
        assertUnknown("nothing but its pid", judged(new BarePid(201), null));
    }

    @Test
    void aProcThatIsMountedAnewIsNotBelieved() throws IOException {
        ProcessSource source = proc.open();
        Linux gone = process(HandMadeProc.BOOT, Viewpoint.INITIAL, 201, 6000);
        assertEquals(Verdict.DEAD, source.explain(gone, () -> null).verdict());
        String proc = this.proc.proc().toString();
        this.proc.mounted("31 22 0:22 / " + proc + " rw - proc proc rw\n");
        assertUnknown("mounted anew", source.explain(gone, () -> null));
        this.proc.mounted("31 22 0:21 /77 " + proc + " rw - proc proc rw\n");
        assertUnknown("not all of a proc", source.explain(gone, () -> null));
        Files.writeString(this.proc.proc().resolve("100/mountinfo"), "");
        assertUnknown("nothing tells", source.explain(gone, () -> null));
    }

    @Test
    void aProcessThatSomethingIsMountedOverIsNotBelieved() throws IOException {
        Linux alive = (Linux) proc.open().find(200).orElseThrow();
        LinuxProcesses source = proc.open();
        Path folder = proc.proc().resolve("200");
        for (char state : new char[] {'S', 'Z'}) {
            proc.process(200, "init", state, 1, state == 'S' ? 1 : 6000);
            for (String mount : List.of(
                    "/1/stat " + folder + "/stat rw - proc proc rw",
                    "/1 " + folder + " rw - proc proc rw",
                    "/x " + folder + "/stat rw - tmpfs tmpfs rw",
                    "/ " + folder + " rw - tmpfs tmpfs rw")) {
                proc.mounted("30 22 0:21 " + mount + "\n");
                assertUnknown("something is mounted over", source.explain(alive, () -> null));
                String message = assertThrows(IllegalArgumentException.class, () -> source.find(200))
                        .getMessage();
                assertTrue(message.contains("something is mounted over"), message);
            }
            // As containers have it, and what is mounted over another process.
            for (String mount : List.of("/200 " + folder, "/1 " + proc.proc().resolve("20"))) {
                proc.mounted("30 22 0:21 " + mount + " rw - proc proc rw\n");
                assertEquals(Verdict.DEAD, source.explain(alive, () -> null).verdict());
            }
        }
        proc.mounted("");
        proc.process(200, "init", 'S', 1, 1);
        LinuxProcesses before = proc.open();
        proc.write("100/mountinfo", "23 22 0:22 / " + proc.proc() + " rw - tmpfs tmpfs rw\n");
        assertUnknown("not all of a proc", before.explain(alive, () -> null));
    }

    /** It would be recorded with the start of another, and look dead to all who read its own. */
    @Test
    void aProcessDoesNotTakeWhatIsMountedOverItForItself() throws IOException {
        proc.mounted("30 22 0:21 /1/stat " + proc.proc().resolve("100/stat") + " rw - proc proc rw\n");
        assertNull(proc.open());
    }

    @Test
    void aThreadIsNoProcess() throws IOException {
        proc.process(201, "pool", 'S', 2, 6100);
        proc.write("201/status", "Name:\tpool\nTgid:\t200\nPid:\t201\n");
        String message = assertThrows(
                        IllegalArgumentException.class, () -> proc.open().find(201))
                .getMessage();
        assertEquals("201 is no process but a thread of the process with pid 200; give that pid", message);
    }
}
