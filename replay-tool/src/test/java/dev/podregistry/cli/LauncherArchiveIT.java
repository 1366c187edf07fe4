package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.Prompt.Printed;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's archive of classes saves time, and nothing else can be told from it. */
@Tag("slow")
class LauncherArchiveIT {

    private static final Map<String, String> JAVA = Map.of("JAVA_HOME", System.getProperty("java.home"));

    private static final String[] COMMAND = {
        "who", "/srv/workspaces/shop/services/checkout/test/a", "--at", "7", "-d", "registry"
    };

    @TempDir
    private Path temporary;

    private Installation installed;

    @BeforeEach
    void install() throws IOException {
        installed = Installation.in(temporary).withJar();
        Path pods = temporary.resolve("pods.json");
        try (InputStream in = LauncherArchiveIT.class.getResourceAsStream("/samples/pods-orchestrated.json")) {
            Files.copy(in, pods);
        }
        Printed imported = Running.run(temporary, JAVA, Running.jar("import", pods.toString(), "--dir", "registry"));
        assertEquals(0, imported.code(), imported.err());
    }

    /** {@return the answer of the plain jar, which knows of no archive} */
    private Printed plain(String... args) throws IOException {
        return Running.run(temporary, JAVA, Running.quietJar(args));
    }

    private Printed launch(String... args) throws IOException {
        return installed.launch(JAVA, args);
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(installed.jar().getParent())) {
            return files.filter(file -> !file.equals(installed.jar())).sorted().toList();
        }
    }

    private Path archive() throws IOException {
        List<Path> archives = archives();
        assertEquals(1, archives.size(), archives::toString);
        return archives.get(0);
    }

    private static String end(Path archive) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "r")) {
            byte[] end = new byte[5];
            file.seek(Math.max(0, file.length() - end.length));
            file.readFully(end);
            return new String(end, StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void itIsMadeOnceAndTheJvmTakesClassesFromIt() throws IOException {
        assertEquals(plain(COMMAND), launch(COMMAND));
        Path archive = archive();
        assertEquals("whole", end(archive));
        FileTime made = Files.getLastModifiedTime(archive);
        assertEquals(plain(COMMAND), launch(COMMAND));
        assertEquals(made, Files.getLastModifiedTime(archive()));
        List<String> told = List.of(
                Running.java(),
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:class+load",
                "-jar",
                installed.jar().toString(),
                "--version");
        String loaded = Running.run(temporary, Map.of(), told).out();
        assertTrue(loaded.contains(" source: shared objects file (top)"), loaded);
    }

    @Test
    void noAnswerAndNoComplaintDiffersWithIt() throws IOException {
        launch("--version");
        assertEquals("whole", end(archive()));
        for (String line : List.of(
                "--version",
                "--help",
                "who",
                "who /x -d nowhere",
                "log -d registry",
                "tree -o json --at 7 -d registry")) {
            String[] args = line.split(" ");
            assertEquals(plain(args), launch(args), line);
        }
    }

    /** Of whatever is wrong with an archive the JVM says nothing; one that was cut off could crash it, and is made anew. */
    @Test
    void anUnusableArchiveIsNoHarm() throws IOException {
        Printed right = plain(COMMAND);
        launch("--version");
        Path archive = archive();
        byte[] good = Files.readAllBytes(archive);
        for (int at : new int[] {8, 300, good.length / 2, good.length - 5000}) {
            byte[] altered = good.clone();
            altered[at] ^= 0x55;
            Files.write(archive, altered);
            assertEquals(right, launch(COMMAND), "altered at " + at);
        }
        Files.writeString(archive, "garbage, yet whole");
        assertEquals(right, launch(COMMAND));
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            file.setLength(0);
            file.write(good, 0, good.length / 2);
        }
        assertEquals(right, launch(COMMAND));
        assertEquals("whole", end(archive()));
        assertTrue(Files.size(archive) > good.length / 2, "made anew");
    }

    @Test
    void oneThatIsOlderThanTheJarIsMadeAnew() throws IOException {
        launch("--version");
        FileTime made = Files.getLastModifiedTime(archive());
        Files.setLastModifiedTime(
                installed.jar(), FileTime.from(made.toInstant().plusMillis(1)));
        assertEquals(plain(COMMAND), launch(COMMAND));
        assertTrue(Files.getLastModifiedTime(archive()).compareTo(made) > 0);
        assertEquals("whole", end(archive()));
    }

    @Test
    void launchersThatComeAtOnceDoNotDisturbEachOther() throws IOException {
        Printed right = plain(COMMAND);
        List<Running> running = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                running.add(installed.start(JAVA, COMMAND));
            }
            for (Running each : running) {
                assertEquals(right, each.finish(180));
            }
        } finally {
            running.forEach(Running::close);
        }
        assertEquals("whole", end(archive()));
    }

    /** A JDK of another build would reject the archive, so each has one of its own. */
    @Test
    void everyJdkHasItsOwn() throws IOException {
        launch("--version");
        Map<String, String> other =
                Map.of("JAVA_HOME", jdk("other", "exec \"$java\" \"$@\"").toString());
        assertEquals(plain(COMMAND), installed.launch(other, COMMAND));
        assertEquals(2, archives().size());
        for (Path archive : archives()) {
            assertEquals("whole", end(archive));
        }
    }

    @Test
    void whereTheJvmMakesNoneItIsAskedOnce() throws IOException {
        Path jdk = jdk(
                "poor",
                "echo \"$@\" >>'" + temporary.resolve("started.txt") + "'",
                "case $* in *ArchiveClassesAtExit*) echo no >&2; exit 1 ;; esac",
                "exec \"$java\" \"$@\"");
        Map<String, String> environment = Map.of("JAVA_HOME", jdk.toString());
        Printed right = plain(COMMAND);
        assertEquals(right, installed.launch(environment, COMMAND));
        assertEquals(right, installed.launch(environment, COMMAND));
        assertEquals("empty", Files.readString(archive()));
        List<String> started = Files.readAllLines(temporary.resolve("started.txt"));
        assertEquals(3, started.size(), started::toString);
        assertTrue(started.stream().noneMatch(line -> line.contains("SharedArchiveFile")), started::toString);
    }

    /** {@return the home of a JDK that is this one, run by a script, and describes itself otherwise} */
    private Path jdk(String name, String... script) throws IOException {
        Path home = temporary.resolve(name);
        List<String> lines = new ArrayList<>(List.of("java='" + Running.java() + "'"));
        lines.addAll(List.of(script));
        Installation.script(home.resolve("bin/java"), lines.toArray(String[]::new));
        String version = "JAVA_VERSION=\"" + Runtime.version().feature() + "\"\n";
        Files.writeString(home.resolve("release"), version + "IMPLEMENTOR=\"" + name + "\"\n");
        return home;
    }

    /** Root may write whatever the permissions say, and becomes somebody else for this. */
    @Test
    void whereTheLauncherMayNotWriteThereIsNone() throws IOException {
        boolean root = Files.getAttribute(temporary, "unix:uid").equals(0);
        List<String> command = List.of(installed.launcher().toString(), "--version");
        List<String> as = root
                ? Running.words(
                        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
                        command.toArray(String[]::new))
                : command;
        Path target = installed.jar().getParent();
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assertEquals(plain("--version"), Running.run(temporary, JAVA, as));
            assertEquals(List.of(), archives());
        } finally {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
