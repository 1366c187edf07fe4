package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.shell.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a process makes of an answer that does not arrive. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
final class MainTest {

    @TempDir
    private Path temporary;

    /** Runs a line of a shell, in which {@code "$@"} is the tool. */
    private Printed shell(String line) throws IOException {
        List<String> tool = ChildJvm.command(ChildJvm.flags(), Main.class).command();
        return Running.run(
                temporary, Map.of(), Running.words(List.of("sh", "-c", line, "sh"), tool.toArray(String[]::new)));
    }

    @Test
    void anAnswerThatCannotBeWrittenIsNoSuccess() throws IOException {
        Printed printed = shell("\"$@\" --help > /dev/full");
        assertEquals(ExitCode.IO, printed.code(), printed.err());
        assertTrue(printed.err().contains("the answer could not be written: No space left"), printed.err());
    }

    @Test
    void whatHasFailedAnywayKeepsItsCode() throws IOException {
        Printed printed = shell("\"$@\" doctor -d nowhere > /dev/full");
        assertEquals(ExitCode.NO_LOG, printed.code(), printed.err());
    }

    /** As {@code head} does; it is no success, and whoever closed the pipe need not be told. */
    @Test
    void aReaderThatHasLeftIsNotComplainedOf() throws IOException {
        Printed printed = shell("{ until [ -e left ]; do sleep 0.05; done; \"$@\" --help; echo \"code $?\" >&2; }"
                + " | { exec <&-; : > left; }");
        assertEquals("code " + ExitCode.IO + "\n", printed.err());
    }
}
