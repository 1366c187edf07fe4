package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.ProcessIdentity.Linux;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A {@code /proc} that hides the processes of others made a live pod look dead: its paths were given to the next who
 * asked, and two pods wrote them. What is not shown is dead only when everybody is shown.
 */
final class HiddenProcessesTest {

    private static final String OUTERMOST = "user:[4026531837]";
    private static final String ROOTS = "CapEff:\t000001ffffffffff\n";
    private static final String NOBODYS = "CapEff:\t0000000000000000\n";

    @TempDir
    Path proc;

    @BeforeEach
    void makeProc() throws IOException {
        Files.createDirectory(proc.resolve("self"));
        status(NOBODYS, "33 1000", OUTERMOST);
    }

    private void status(String capabilities, String groups, String users) throws IOException {
        write("status", "Gid:\t7\t7\t7\t9\nGroups:\t" + groups + " \n" + capabilities);
        Path namespace = proc.resolve("self/ns/user");
        Files.createDirectories(namespace.getParent());
        Files.deleteIfExists(namespace);
        Files.createSymbolicLink(namespace, Path.of(users));
    }

    private void mounted(String... options) throws IOException {
        StringBuilder mounts = new StringBuilder("21 27 0:20 / /sys rw - sysfs sysfs rw\n");
        for (String option : options) {
            mounts.append("22 27 0:21 / ")
                    .append(proc)
                    .append(" rw shared:5 - proc proc rw")
                    .append(option)
                    .append('\n');
        }
        write("mountinfo", mounts.toString());
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(proc.resolve("self").resolve(file), text);
    }

    private boolean showsEverybody() {
        return new ProcMount(proc).showsEverybody();
    }

    @Test
    void onlyAMountThatHidesNobodyShowsEverybody() throws IOException {
        for (String option : List.of("", ",hidepid=0", ",hidepid=off", ",hidepid=1", ",gid=4,hidepid=noaccess")) {
            mounted(option);
            assertTrue(showsEverybody(), option);
        }
        for (String option : List.of("2", "invisible", "4", "ptraceable", "3", "", "tomorrow")) {
            mounted(",hidepid=" + option);
            assertFalse(showsEverybody(), option);
        }
    }

    @Test
    void theLastMountAtThePlaceCounts() throws IOException {
        mounted("", ",hidepid=2");
        assertFalse(showsEverybody());
        mounted(",hidepid=2", "");
        assertTrue(showsEverybody());
    }

    @Test
    void whatCannotBeToldIsNotCertain() throws IOException {
        assertFalse(showsEverybody(), "no list of mounts");
        mounted();
        assertFalse(showsEverybody(), "no mount");
        write("mountinfo", "22 27 0:21 / " + proc + " rw - tmpfs proc rw\n");
        assertFalse(showsEverybody(), "another file system");
        write("mountinfo", "garbage");
        assertFalse(showsEverybody(), "garbage");
    }

    /** Landlock, for one, lets it trace only what is in its own sandbox. */
    @Test
    void whoMayTraceMayNotTraceEverybody() throws IOException {
        status(ROOTS, "", OUTERMOST);
        for (String option : List.of("invisible", "ptraceable")) {
            mounted(",gid=4,hidepid=" + option);
            assertFalse(showsEverybody(), option);
        }
    }

    @Test
    void aMemberOfTheGroupSeesEverybody() throws IOException {
        for (String group : List.of("33", "1000", "9")) {
            mounted(",gid=" + group + ",hidepid=2");
            assertTrue(showsEverybody(), group);
            mounted(",gid=" + group + ",hidepid=4");
            assertFalse(showsEverybody(), group);
        }
        mounted(",gid=7,hidepid=2");
        assertFalse(showsEverybody(), "not the group that counts for files");
        mounted(",hidepid=2");
        status(NOBODYS, "0", OUTERMOST);
        assertTrue(showsEverybody(), "without a group it is root's");
        status(NOBODYS, "0", "user:[4026532201]");
        assertFalse(showsEverybody(), "in a user namespace it may be another");
    }

    /** Judges the process whose identity it is given, as its arguments. */
    static final class Judge {

        private Judge() {}

        public static void main(String[] args) {
            ProcessIdentity process =
                    new Linux(args[0], args[1], args[2], Long.parseLong(args[3]), Long.parseLong(args[4]));
            System.out.println(
                    Liveness.system().verdict(process) + " " + Liveness.system().verdict(new BarePid(process.pid())));
        }
    }

    /** With a real mount, where the system lets us make one: another user's process, and a judge who may not trace. */
    @TestFactory
    Stream<DynamicTest> aRealMount() throws Exception {
        String nothing =
                "mount -t proc -o hidepid=2 proc /proc && setpriv --regid=7 --clear-groups --bounding-set=-sys_ptrace"
                        + " true";
        if (run("true", "unshare", "-m", "sh", "-c", nothing) == null) {
            return Stream.of();
        }
        return Stream.of(
                dynamicTest("hides a live process", () -> assertEquals("UNKNOWN UNKNOWN", judged("2"))),
                dynamicTest("hides what a process says", () -> assertEquals("UNKNOWN UNKNOWN", judged("1"))),
                dynamicTest("shows a live process", () -> assertEquals("ALIVE ALIVE", judged("0"))));
    }

    private static String judged(String hidepid) throws Exception {
        Process hidden = new ProcessBuilder("setpriv", "--reuid=65534", "--clear-groups", "sleep", "600").start();
        try {
            Linux identity = (Linux) LiveProcess.of(hidden.pid());
            while (identity.startTicks() == 0
                    || run("1", "grep", "-q", "sleep", "/proc/" + hidden.pid() + "/comm") == null) {
                Thread.sleep(5);
            }
            return run(
                    "",
                    "unshare",
                    "-m",
                    "sh",
                    "-c",
                    "mount -t proc -o hidepid=" + hidepid
                            + " proc /proc && exec setpriv --regid=7 --clear-groups --bounding-set=-sys_ptrace \"$@\"",
                    "sh",
                    ChildJvm.java(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Judge.class.getName(),
                    identity.host(),
                    identity.boot(),
                    identity.pidNamespace(),
                    Long.toString(identity.pid()),
                    Long.toString(identity.startTicks()));
        } finally {
            hidden.destroyForcibly().waitFor();
        }
    }

    /** {@return what the command printed, or null when it failed} */
    private static String run(String expected, String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            return null;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertTrue(process.waitFor(600, TimeUnit.SECONDS), expected);
        return process.exitValue() == 0 ? output : expected.isEmpty() ? errors : null;
    }
}
