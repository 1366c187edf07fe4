package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.api.Outcome;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegisterRequest;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.child.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A JVM without a locale cannot have names that are not ASCII, and says what to do about it. */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
final class EncodingTest {

    @TempDir
    private Path temporary;

    private Prompt.Printed run(String locale, Class<?> main, String arguments) throws Exception {
        List<String> command = ChildJvm.command(ChildJvm.flags(), main).command();
        List<String> shell = List.of("sh", "-c", "exec \"$@\" " + arguments, "sh");
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
