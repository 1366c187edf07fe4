package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What somebody names as a file may be none, or one without an end.
 *
 * <p>{@code import /dev/zero} read 4.3 GB and went on, as the size of a device is 0; a pipe to which nobody writes was
 * waited for.
 */
class GivenFileTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path temporary;

    @BeforeEach
    void makeThem() throws IOException {
        Files.createDirectory(temporary.resolve("directory"));
        Files.createSymbolicLink(temporary.resolve("loop"), temporary.resolve("loop"));
        Files.createSymbolicLink(temporary.resolve("to-pipe"), temporary.resolve("pipe"));
        Running.run(temporary, Map.of(), List.of("mkfifo", "pipe"));
        try (RandomAccessFile huge =
                new RandomAccessFile(temporary.resolve("huge").toFile(), "rw")) {
            huge.setLength(5L << 30);
        }
    }

    static Stream<Arguments> everyFileForEveryCommand() {
        Map<String, Integer> codes = Map.of(
                "directory",
                66,
                "pipe",
                66,
                "loop",
                74,
                "to-pipe",
                66,
                "huge",
                65,
                "nowhere",
                66,
                "/dev/zero",
                66,
                "/dev/urandom",
                66);
        List<String> commands = List.of("import FILE", "verify --against FILE", "verify --save kept --sign FILE");
        return commands.stream()
                .flatMap(command ->
                        codes.entrySet().stream().map(file -> Arguments.of(command, file.getKey(), file.getValue())));
    }

    @ParameterizedTest
    @MethodSource("everyFileForEveryCommand")
    void whateverIsGivenTheAnswerComesSoonAndNamesIt(String command, String file, int code) {
        String given = temporary.resolve(file).toString();
        String[] words = Stream.of(command.split(" "))
                .map(word -> word.equals("FILE") ? given : word)
                .toArray(String[]::new);
        Printed printed = assertTimeoutPreemptively(
                PATIENCE,
                () -> Prompt.onDisk()
                        .with(
                                RegistryOption.VARIABLE,
                                temporary.resolve("registry").toString())
                        .run(words));
        assertEquals(code, printed.code(), printed.err());
        assertEquals(1, printed.err().lines().count(), printed.err());
        assertTrue(printed.err().contains(given), printed.err());
        String reason =
                file.equals("huge") ? "it is too large, with more than" : file.equals("loop") ? "cannot read" : "";
        assertTrue(printed.err().contains(reason), printed.err());
    }

    /** As a shell gives them: its own pipes end, and a device behind them may not. */
    @ParameterizedTest
    @CsvSource({
        "65, printf x | \"$@\" /dev/stdin",
        "65, printf x | \"$@\" /dev/fd/0",
        "65, printf x | \"$@\" /proc/self/fd/0",
        "66, \"$@\" /dev/stdin < /dev/zero"
    })
    void ofStreamsAProcessReadsItsOwnPipes(int code, String line) throws IOException {
        List<String> tool = ChildJvm.command(ChildJvm.flags(), Main.class, "verify", "-d", "nowhere", "--against")
                .command();
        Printed printed = Running.run(
                temporary, Map.of(), Running.words(List.of("sh", "-c", line, "sh"), tool.toArray(String[]::new)));
        assertEquals(code, printed.code(), printed.err());
    }
}
