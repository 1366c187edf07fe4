package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.api.Outcome;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegisterRequest;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.api.TargetRule;
import dev.podregistry.child.ChildJvm;
import dev.podregistry.cli.shell.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Names that a JVM cannot have, as it has no locale or they are no text at all, are not taken for others. */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
final class EncodingTest {

    @TempDir
    private Path temporary;

    private Prompt.Printed run(String locale, Class<?> main, String arguments) throws Exception {
        return run(locale, "", main, arguments);
    }

    private Prompt.Printed run(String locale, String before, Class<?> main, String arguments) throws Exception {
        List<String> command = ChildJvm.command(ChildJvm.flags(), main).command();
        List<String> shell = List.of("sh", "-c", before + "exec \"$@\" " + arguments, "sh");
        return Running.run(temporary, Map.of("LC_ALL", locale), Running.words(shell, command.toArray(String[]::new)));
    }

    /** Registers a target whose name is not ASCII. */
    static final class Registering {

        private Registering() {}

        public static void main(String[] arguments) {
            try (PodRegistry pods = PodRegistry.open(Path.of(arguments[0]), RegistryOptions.defaults())) {
                System.out.println(
                        pods.register(RegisterRequest.pod("pod").write("/b\u00fccher")) instanceof Outcome.Refused<?> no
                                ? no.refusal().message()
                                : "granted");
            }
        }
    }

    @Test
    void aTargetIsRefusedWithWhatToDo() throws Exception {
        String refused = run("C", Registering.class, "registry").out();
        assertTrue(refused.contains("start it with LC_ALL=C.UTF-8"), refused);
        assertEquals(
                "granted", run("C.UTF-8", Registering.class, "registry").out().strip());
    }

    /** Gives a relative path. */
    static final class Relative {

        private Relative() {}

        public static void main(String[] arguments) {
            try {
                System.out.println(TargetRule.write(Path.of(arguments[0])));
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static void assertNoText(Prompt.Printed printed) {
        assertEquals(ExitCode.USAGE, printed.code(), printed.err());
        assertTrue(
                printed.err().contains("has a name whose bytes are not text in the encoding of this JVM; rename it"),
                printed.err());
    }

    /** Shown as text, it has a sign that the name of another may really have. */
    @Test
    void anArgumentThatIsNoTextIsRefused() throws Exception {
        for (String line : List.of(
                "check \"$(printf 'l\\377/src')\" --pod a -d none",
                "simulate register a --allow \"$(printf 'write:/l\\377')\" -d none",
                "log -d \"$(printf 'l\\377')\"")) {
            assertNoText(run("C.UTF-8", Main.class, line));
        }
        Prompt.Printed sign = run("C.UTF-8", Main.class, "log -d \"$(printf 'l\\357\\277\\275')\"");
        assertEquals(ExitCode.NO_LOG, sign.code(), sign.err());
    }

    @Test
    void aRegistryOfTheEnvironmentThatIsNoTextIsRefused() throws Exception {
        String export = "export POD_REGISTRY_DIR=\"$(printf 'l\\377')\"; ";
        assertNoText(run("C.UTF-8", export, Main.class, "state"));
        assertEquals(
                ExitCode.NO_LOG,
                run("C.UTF-8", export, Main.class, "state -d none").code());
    }

    @Test
    void aRelativePathInAFolderThatIsNoTextIsRefused() throws Exception {
        String enter = "cd \"$(mktemp -d \"$(printf 'l\\377XXXXXX')\")\"; ";
        assertNoText(run("C.UTF-8", enter, Main.class, "who src -d /none"));
        assertEquals(
                ExitCode.NO_LOG,
                run("C.UTF-8", enter, Main.class, "who /src -d /none").code());
        String api = run("C.UTF-8", enter, Relative.class, "src").out();
        assertTrue(api.contains("/src\" has a name whose bytes are not text"), api);
    }

    /** JDK 17 itself loads no class of permissions to files there, which Chronicle asks for; later ones do. */
    @Test
    void aFolderThatTheJvmHasNoNameForIsNoBugOfTheTool() throws Exception {
        run("C.UTF-8", Registering.class, "registry");
        String enter = "export POD_REGISTRY_DIR=\"$PWD/registry\"; d=$(printf 'b\303\274cher'); mkdir $d; cd $d; ";
        Prompt.Printed printed = run("C", enter, Main.class, "state");
        if (printed.code() != 0) {
            assertEquals(ExitCode.IO, printed.code(), printed.err());
            assertTrue(printed.err().contains("cannot load Chronicle: "), printed.err());
            assertTrue(printed.err().contains("start it with LC_ALL=C.UTF-8"), printed.err());
        }
    }

    @Test
    void anArgumentIsNotTakenForAnother() throws Exception {
        String directory = "log -d \"$(printf 'b\\303\\274cher')\"";
        Prompt.Printed lost = run("C", Main.class, directory);
        assertEquals(ExitCode.USAGE, lost.code(), lost.err());
        assertTrue(lost.err().contains("start it with LC_ALL=C.UTF-8"), lost.err());
        Prompt.Printed read = run("C.UTF-8", Main.class, directory);
        assertEquals(ExitCode.NO_LOG, read.code(), read.err());
        assertTrue(read.err().contains("b\u00fccher"), read.err());
    }
}
