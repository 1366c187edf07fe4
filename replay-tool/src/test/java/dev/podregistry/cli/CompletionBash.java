package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.cli.Prompt.Printed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The completion script in a real bash that edits its line; it needs one, so it runs with {@code -Ppython} only. */
class CompletionBash {

    /** A bash that puts all that it would offer into the line on one key, and tells the line on another. */
    private static final String SETUP = """
            PS1= PATH=$PWD/bin:$PATH
            bind '"\\C-x*": insert-completions'
            bind -x '"\\C-xp": printf "%s" "$READLINE_LINE" >told'
            source completion
            """;

    private static final String ALL = "\u0018*";
    private static final String TELL = "\u0018p\u0015";

    @TempDir
    private Path place;

    @BeforeEach
    void prepare() throws IOException {
        CompletedLines.prepare(place, "bash");
    }

    private String completed(String typed) throws IOException {
        return completed(typed, ALL);
    }

    private String completed(String typed, String key) throws IOException {
        Files.writeString(place.resolve("setup"), SETUP);
        Files.writeString(place.resolve("keys"), typed + key + TELL);
        String command = "bash --noprofile --rcfile setup -i <keys";
        Printed printed = Running.run(place, Map.of("HOME", "/home/me"), List.of("bash", "-c", command));
        assertEquals(0, printed.code(), printed.err());
        return Files.readString(place.resolve("told"));
    }

    @Test
    void itParses() throws IOException {
        Printed parsed = Running.run(place, Map.of(), List.of("bash", "-n", "completion"));
        assertEquals(new Printed(0, "", ""), parsed);
    }

    @ParameterizedTest
    @MethodSource("dev.podregistry.cli.CompletedLines#all")
    void itCompletes(String typed, String words) throws IOException {
        boolean repeating = words.startsWith("(-") && !words.startsWith("(--");
        String expected = CompletedLines.completed("pod-registry " + typed, words, repeating);
        assertEquals(CompletedLines.plain(expected), CompletedLines.plain(completed("pod-registry " + typed)));
    }

    @ParameterizedTest
    @MethodSource("dev.podregistry.cli.CompletedLines#onATab")
    void itLetsOneGoOn(String typed, String line) throws IOException {
        assertEquals("pod-registry " + line, completed("pod-registry " + typed, "\t"));
    }

    @Test
    void inQuotesNothingIsQuotedOnceMore() throws IOException {
        assertEquals("pod-registry state --dir='some other' ", completed("pod-registry state --dir='some o"));
        assertEquals("pod-registry show le space lead ", completed("pod-registry show 'le"));
    }

    /** Live pods where a pod must be live, all there ever were where the past is told; of the registry on the line. */
    @ParameterizedTest
    @CsvSource({
        "check / -d ~/reg --pod l, names live --dir=/home/me/reg",
        "check / -d'a reg' --pod l, names live --dir=a reg",
        "show --dir=a\\ reg l, names ever --dir=a reg",
        "show --dir=~/reg l, names ever --dir=/home/me/reg",
        "log --pod l, names ever",
        "export --pod l, names ever",
        "log --dir reg --actor=l, names actors --dir=reg",
    })
    void namesAreThoseOfTheRegistryOnTheLine(String typed, String asked) throws IOException {
        completed("pod-registry " + typed);
        assertEquals(asked + "\n", Files.readString(place.resolve("asked")));
    }
}
