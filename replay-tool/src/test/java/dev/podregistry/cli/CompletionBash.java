package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.cli.Prompt.Printed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion script in a real bash; it needs one, so it runs with {@code -Ppython} only. */
class CompletionBash {

    @TempDir
    private Path temporary;

    private Path script() throws IOException {
        Printed printed = Prompt.onDisk().run("completion", "bash");
        return Files.writeString(temporary.resolve("completion.bash"), printed.out());
    }

    @Test
    void itParses() throws IOException {
        Printed parsed = Running.run(temporary, Map.of(), List.of("bash", "-n", script().toString()));
        assertEquals(new Printed(0, "", ""), parsed);
    }

    @ParameterizedTest
    @CsvSource({
        "ver, verify",
        "export --format p, pods-json",
        "state -o n, ndjson",
        "log --type se, segmentchanged",
        "simulate rel, release",
        "completion z, zsh",
        "log --no-p, --no-pager",
    })
    void itCompletes(String typed, String completed) throws IOException {
        // compopt, which bash has only while it completes, chooses how file names are quoted.
        String program = "compopt() { :; }; source '" + script() + "'; COMP_WORDS=(pod-registry " + typed + ");"
                + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE};"
                + " \"$(complete -p pod-registry | sed 's/.* -F //; s/ .*//')\"; echo \"${COMPREPLY[*]}\"";
        Printed printed = Running.run(temporary, Map.of(), List.of("bash", "-c", program));
        assertEquals(new Printed(0, completed + "\n", ""), printed);
    }

    @ParameterizedTest
    @CsvSource({"import some, some-file some-folder", "state --dir some, some-folder", "who some, some-file some-folder"
    })
    void filesAndFoldersAreCompleted(String typed, String completed) throws IOException {
        Files.createFile(temporary.resolve("some-file"));
        Files.createDirectory(temporary.resolve("some-folder"));
        String program = "compopt() { :; }; source '" + script() + "'; COMP_WORDS=(pod-registry " + typed + ");"
                + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE};"
                + " _complete_pod-registry; printf '%s\\n' \"${COMPREPLY[@]}\" | sort | paste -sd ' '";
        Printed printed = Running.run(temporary, Map.of(), List.of("bash", "-c", program));
        assertEquals(new Printed(0, completed + "\n", ""), printed);
    }

    @ParameterizedTest
    @CsvSource({"check / -d reg --pod le", "show --dir reg le", "simulate release -d reg le"})
    void podsOfTheRegistryOnTheLineAreCompleted(String typed) throws IOException {
        Path tool = Files.writeString(
                temporary.resolve("tool"),
                "echo '{\"schema\":\"pod-registry/allocation/1\",\"atSequence\":2,\"pod\":\"lead\",\"process\":{}}'");
        String program = "compopt() { :; }; tool() { [ \"$1 $2 $3 $4 $5\" = 'state -o ndjson --dir reg' ] && sh '"
                + tool + "'; };"
                + " source '" + script() + "'; COMP_WORDS=(tool " + typed + ");"
                + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE};"
                + " _complete_pod-registry; echo \"${COMPREPLY[*]}\"";
        Printed printed = Running.run(temporary, Map.of(), List.of("bash", "-c", program));
        assertEquals(new Printed(0, "lead\n", ""), printed);
    }
}
