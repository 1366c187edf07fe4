package dev.podregistry.api;

import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.api.Liveness.Judgement;
import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.Linux;
import dev.podregistry.model.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In real namespaces, a live pod was taken for dead and its paths were given to the next who asked: its pid, its start or its boot
 * id meant something else there. The rows of the table "Is a process alive?" in docs/model.md that depend on where one is.
 */
final class NamespacesSystem {

    private static final String OWN_PROC = "mount -t proc proc /proc";
    private static final String MASK = "mount -t tmpfs none /proc/sys";

    @TempDir
    Path temporary;

    private final List<Neighbourhood> started = new ArrayList<>();
    private PodRegistry registry;

    @BeforeEach
    void registerAlice() {
        registry = Neighbour.open(temporary.resolve("registry"));
        registry.register(pod("alice").write("/w/src")).orElseThrow();
    }

    @AfterEach
    void endAll() throws Exception {
        for (Neighbourhood each : started) {
            each.end();
        }
        registry.close();
    }

    private Neighbourhood in(List<String> place, String... told) throws Exception {
        Neighbourhood neighbourhood =
                Neighbourhood.start(temporary.resolve("registry"), temporary.resolve("errors"), place, told);
        started.add(neighbourhood);
        return neighbourhood;
    }

    private static List<String> unshare(String... options) {
        List<String> command = new ArrayList<>(List.of("unshare", "--fork", "--kill-child"));
        command.addAll(List.of(options));
        return command;
    }

    /** A shell command that is run first, in the same place. */
    private static List<String> after(List<String> place, String... commands) {
        List<String> command = new ArrayList<>(place);
        command.addAll(List.of("sh", "-c", String.join(" && ", commands) + " && exec \"$@\"", "sh"));
        return command;
    }

    private Judgement judged(String pod, Instant recorded) {
        return Liveness.system().explain(process(pod), () -> recorded);
    }

    private ProcessIdentity process(String pod) {
        return registry.view().allocations().stream()
                .filter(row -> row.pod().equals(new PodName(pod)))
                .map(Allocation::process)
                .findFirst()
                .orElseThrow();
    }

    private static void assertUnknown(String because, Judgement judgement) {
        assertUnknown(because, judgement.verdict() + " " + judgement.reason());
    }

    private static void assertUnknown(String because, String line) {
        assertTrue(line.startsWith("UNKNOWN "), line);
        assertTrue(line.contains(because), line);
    }

    private void assertConflict(String target) {
        Outcome<PodHandle> outcome = registry.register(pod("thief").write(target));
        assertInstanceOf(
                Refusal.WriteConflict.class,
                assertInstanceOf(Outcome.Refused.class, outcome).refusal());
    }

    /** Of what lives outside nothing is known inside, and the other way round; inside all is known. */
    private Neighbourhood assertApart(List<String> place, String because) throws Exception {
        Neighbourhood bob = in(
                place,
                ("verdict alice register bob /w/src/m register ted /t verdict ted spawn kid /k verdict kid"
                                + " kill kid verdict kid stay")
                        .split(" "));
        assertUnknown(because, bob.line());
        assertEquals("WriteConflict", bob.line());
        assertEquals("granted", bob.line());
        assertEquals("ALIVE it is the process that asks", bob.line());
        assertEquals("granted", bob.line());
        assertEquals("ALIVE it is running", bob.line());
        assertTrue(bob.line().startsWith("killed"));
        assertEquals("DEAD no process has its pid", bob.line());
        assertEquals("ready", bob.line());

        assertUnknown(because, judged("ted", Instant.now()));
        assertConflict("/t/x");
        return bob;
    }

    /** Start ticks are shown as the time namespace of whoever reads has them. */
    @Test
    void anotherTimeNamespace() throws Exception {
        assertApart(unshare("--time", "--boottime", "100000"), "time:[").end();

        assertUnknown("time:[", judged("ted", Instant.EPOCH));
    }

    @Test
    void aTimeNamespaceThatShiftsNothing() throws Exception {
        assertApart(unshare("--time"), "time:[");
    }

    @Test
    void anotherPidNamespace() throws Exception {
        assertApart(unshare("--pid", "--mount-proc"), "other namespaces, pid:[");
    }

    /** Its pids are those of the outer namespace, its label was that of the inner. */
    @Test
    void aProcOfAnOuterPidNamespace() throws Exception {
        Neighbourhood ann = in(
                unshare("--pid"),
                "verdict alice register ann /o find self find 2 register bob /w/src/m stay".split(" "));
        assertUnknown("proc:outer", ann.line());
        assertEquals("granted", ann.line());
        long pid = process("ann").pid();
        assertEquals("found pid " + pid, ann.line());
        String refused = ann.line();
        assertTrue(refused.startsWith("the process with pid 2 cannot be observed: /proc is that of"), refused);
        assertEquals("WriteConflict", ann.line());
        assertEquals("ready", ann.line());

        List<String> beside = after(List.of("nsenter", "-t", "" + pid, "--pid", "unshare", "--mount"), OWN_PROC);
        Neighbourhood ben = in(beside, "verdict ann register bill /o/x register ben /b stay".split(" "));
        assertUnknown("proc:outer", ben.line());
        assertEquals("WriteConflict", ben.line());
        assertEquals("granted", ben.line());
        assertEquals("ready", ben.line());

        assertUnknown("proc:outer", judged("ann", Instant.EPOCH));
        assertConflict("/o/x");
        assertConflict("/b/x");
        // With the outer /proc as well, it is seen alive, and never dead.
        Neighbourhood bea = in(
                List.of("nsenter", "-t", "" + pid, "--pid"),
                "verdict ann verdict ben verdict alice register bill /b/x stay".split(" "));
        assertEquals("ALIVE it is running", bea.line());
        assertUnknown("other namespaces, pid:[", bea.line());
        assertUnknown("other namespaces, pid:[", bea.line());
        assertEquals("WriteConflict", bea.line());
    }

    /** A container has a boot id of its own, on a host that goes on. */
    @Test
    void anotherBootIdInAContainer() throws Exception {
        Path id = Files.writeString(temporary.resolve("id"), UUID.randomUUID() + "\n");
        List<String> place =
                after(unshare("--mount", "--pid"), OWN_PROC, "mount --bind " + id + " /proc/sys/kernel/random/boot_id");
        assertApart(place, "its boot id is another").end();

        assertUnknown("something is mounted over", judged("ted", Instant.EPOCH));
    }

    /** From a copy of the host's system, so that its machine id is the same. */
    @Test
    void aContainerOfSystemdNspawn() throws Exception {
        assertApart(Nspawn.of(Files.createDirectory(temporary.resolve("copy"))), "its boot id is another")
                .end();

        assertUnknown("something is mounted over", judged("ted", Instant.EPOCH));
    }

    @Test
    void anotherBootIdInThisPidNamespace() throws Exception {
        Path id = Files.writeString(temporary.resolve("id"), UUID.randomUUID() + "\n");
        for (String bind : List.of(
                "mount --bind " + id + " /proc/sys/kernel/random/boot_id",
                "mount -t tmpfs none /proc/sys/kernel/random && cp " + id + " /proc/sys/kernel/random/boot_id")) {
            Neighbourhood bob = in(after(unshare("--mount"), bind), "old alice register bob /w/src/m".split(" "));
            assertUnknown("something is mounted over", bob.line());
            assertEquals("WriteConflict", bob.line());
        }
    }

    /** As containers have it; then it is the kernel's own. */
    @Test
    void aBootIdThatIsMountedReadOnly() throws Exception {
        String readOnly = "mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys";
        Neighbourhood bob = in(after(unshare("--mount"), readOnly), "verdict alice".split(" "));
        assertEquals("ALIVE it is running", bob.line());
    }

    /** Whoever reads that of another process sees another start; the process itself would record it. */
    @Test
    void anotherProcessMountedOverAProcess() throws Exception {
        long pid = process("alice").pid();
        for (String bind :
                List.of("mount --bind /proc/1/stat /proc/" + pid + "/stat", "mount --bind /proc/1 /proc/" + pid)) {
            Neighbourhood bob =
                    in(after(unshare("--mount"), bind), ("verdict alice register bob /w/src/m find " + pid).split(" "));
            assertUnknown("something is mounted over", bob.line());
            assertEquals("WriteConflict", bob.line());
            String refused = bob.line();
            assertTrue(refused.contains("cannot be observed: something is mounted over"), refused);
        }
        Neighbourhood ann =
                in(after(unshare("--mount"), "mount --bind /proc/1/stat /proc/$$/stat"), "identity".split(" "));
        assertEquals("Portable", ann.line());
    }

    /** It maps every user to itself, as the first one does, but its root may trace nobody outside of it. */
    @Test
    void aUserNamespaceThatLooksLikeTheFirst() throws Exception {
        for (String groups : List.of("0 0 4294967295", "4242 0 1")) {
            String mapped =
                    "unshare --user sh -c 'until grep -q . /proc/self/gid_map; do sleep 0.1; done; exec \"$@\"' sh"
                            + " \"$@\" & until echo 0 0 4294967295 >/proc/$!/uid_map; do sleep 0.1; done; echo "
                            + groups
                            + " >/proc/$!/gid_map; wait";
            assertHidden(List.of("sh", "-c", mapped, "sh"));
        }
    }

    /** Whoever is in it may have every right, and trace nobody outside of it. */
    @Test
    void aSandboxOfLandlock() throws Exception {
        String restrict = "import ctypes, os, struct, sys\n"
                + "libc = ctypes.CDLL(None)\n"
                + "fd = libc.syscall(444, struct.pack('Q', 1 << 12), 8, 0)\n"
                + "if fd < 0 or libc.prctl(38, 1, 0, 0, 0) or libc.syscall(446, fd, 0): sys.exit('no Landlock')\n"
                + "os.execvp(sys.argv[1], sys.argv[1:])\n";
        assertHidden(List.of("python3", "-c", restrict));
    }

    private void assertHidden(List<String> place) throws Exception {
        List<String> hiding = after(unshare("--mount"), "mount -t proc -o hidepid=2,gid=4242 proc /proc");
        hiding.addAll(place);
        Neighbourhood bob = in(hiding, "verdict alice register bob /w/src/m".split(" "));
        assertUnknown("hide processes of other users", bob.line());
        assertEquals("WriteConflict", bob.line());
    }

    @Test
    void anotherBootOfThisHost() {
        Linux self = (Linux) LiveProcess.current();
        String mine = self.pidNamespace();
        assertEquals(Viewpoint.INITIAL, mine, "this test is run outside of any container");
        Liveness system = Liveness.system();
        Linux before = new Linux(self.host(), "another", mine, self.pid(), self.startTicks() - 1);
        Linux contained = new Linux(self.host(), "another", "pid:[7]", self.pid(), self.startTicks());
        for (Linux process : List.of(before, contained)) {
            assertEquals(
                    new Judgement(Verdict.DEAD, "its host was restarted since"),
                    system.explain(process, () -> Instant.EPOCH));
            assertUnknown("recorded during this boot", system.explain(process, Instant::now));
            assertUnknown("not known whether", system.explain(process, () -> null));
        }
        Linux same = new Linux(self.host(), "another", mine, self.pid(), self.startTicks());
        assertUnknown("may be the same", system.explain(same, () -> Instant.EPOCH));
        Linux marked = new Linux(self.host(), "another", mine + " boot:mounted", self.pid(), 1);
        assertUnknown("something is mounted over", system.explain(marked, () -> Instant.EPOCH));
    }

    /** Seen from inside a container: whether the host was restarted is not told there. */
    @Test
    void anotherBootSeenFromAContainer() throws Exception {
        Linux self = (Linux) LiveProcess.current();
        Linux before = new Linux(self.host(), "another", self.pidNamespace(), self.pid(), self.startTicks());
        registry.register(pod("old").write("/old").process(before)).orElseThrow();
        Neighbourhood bob = in(unshare("--pid", "--mount-proc"), "old old register bob /old/x".split(" "));
        assertUnknown("is not told in pid:[", bob.line());
        assertEquals("WriteConflict", bob.line());
    }

    /** Without Linux's own identity, a pid may be that of another namespace, and a start is made by a clock that is set. */
    @Test
    void withoutLinuxIdentity() throws Exception {
        List<String> masked = after(unshare("--mount"), MASK);
        Neighbourhood ann =
                in(masked, "register ann /o spawn kid /k kill kid verdict kid verdict alice stay".split(" "));
        assertEquals("granted", ann.line());
        assertEquals("granted", ann.line());
        assertTrue(ann.line().startsWith("killed"));
        assertUnknown("numbered in another way", ann.line());
        assertUnknown("with what only Linux shows", ann.line());
        assertEquals("ready", ann.line());
        assertInstanceOf(ProcessIdentity.Portable.class, process("ann"));

        String[] told = "verdict ann register bob /o/x".split(" ");
        Neighbourhood beside = in(masked, told);
        assertEquals("ALIVE it is running", beside.line());
        assertEquals("WriteConflict", beside.line());
        Neighbourhood contained = in(after(unshare("--mount", "--pid"), OWN_PROC, MASK), told);
        assertUnknown("another", contained.line());
        assertEquals("WriteConflict", contained.line());
        Path stat = temporary.resolve("stat");
        String later = "awk '/^btime/ { $2 += 30 } { print }' /proc/stat >" + stat + " && mount --bind " + stat
                + " /proc/stat";
        Neighbourhood late = in(after(unshare("--mount"), MASK, later), told);
        assertUnknown("by a clock", late.line());
        assertEquals("WriteConflict", late.line());
        assertUnknown("did not show enough", judged("ann", Instant.EPOCH));
        assertConflict("/o/x");
    }

    /** Without any /proc at all, and with one of a namespace that this process is not in. */
    @Test
    void withoutItsOwnProc() throws Exception {
        Neighbourhood inner = in(unshare("--pid", "--mount-proc"), "stay");
        assertEquals("ready", inner.line());
        // Java finds its libraries through /proc.
        String libraries = "LD_LIBRARY_PATH=" + Path.of(System.getProperty("java.home"), "lib");
        for (List<String> place : List.of(
                after(unshare("--mount"), "export " + libraries, "umount -l /proc"),
                List.of("nsenter", "-t", "" + inner.pidInside(), "--mount", "env", libraries))) {
            Neighbourhood ann = in(place, "identity find self find 1".split(" "));
            assertEquals("Portable", ann.line());
            assertTrue(ann.line().startsWith("found pid "));
            assertEquals(
                    "the process with pid 1 cannot be observed: /proc does not tell whose pids it shows"
                            + " (no NSpid in /proc/self/status)",
                    ann.line());
        }
    }
}
