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
import org.junit.jupiter.params.provider.MethodSource;

/** The completion script in a real zsh on a terminal of its own. */
class CompletionZshSystem {

    /** A zsh that puts all that it would offer into the line on one key, and tells the line on another. */
    private static final String SETUP = """
            PS1= RPS1= PATH=$PWD/bin:$PATH
            autoload -Uz compinit && compinit -u -D
            source ./completion
            zstyle ':completion:all-matches::::' completer _all_matches _complete
            zstyle ':completion:all-matches:*' insert true
            zle -C all-matches complete-word _generic
            zle-line-init() { print -r -- '<''<ready>>' }
            tell() { print -rn -- "$BUFFER" >told; print -r -- '<''<told>>' }
            zle -N zle-line-init
            zle -N tell
            bindkey '^X*' all-matches '^Xp' tell
            """;

    private static final String DRIVER = """
            zmodload zsh/zpty
            zpty shell zsh -f -i
            zpty -w shell 'source ./setup'
            zpty -r -m shell seen '*<<ready>>*'
            zpty -w -n shell "$1$2"$'\\C-xp'
            zpty -r -m shell seen '*<<told>>*'
            zpty -d shell
            """;

    @TempDir
    private Path place;

    @BeforeEach
    void prepare() throws IOException {
        CompletedLines.prepare(place, "zsh");
        Files.writeString(place.resolve("setup"), SETUP);
        Files.writeString(place.resolve("driver"), DRIVER);
    }

    private String completed(String typed) throws IOException {
        return completed(typed, "\u0018*");
    }

    private String completed(String typed, String key) throws IOException {
        List<String> command = List.of("zsh", "-f", "driver", "pod-registry " + typed, key);
        Printed printed = Running.run(place, Map.of("HOME", "/home/me"), command);
        assertEquals(0, printed.code(), printed.err());
        return Files.readString(place.resolve("told"));
    }

    @ParameterizedTest
    @MethodSource("dev.podregistry.cli.CompletedLines#all")
    void itCompletes(String typed, String words) throws IOException {
        boolean repeating = !words.startsWith("(adopted");
        String expected = CompletedLines.completed("pod-registry " + typed, words, repeating);
        assertEquals(CompletedLines.plain(expected), CompletedLines.plain(completed(typed)));
    }

    @ParameterizedTest
    @MethodSource("dev.podregistry.cli.CompletedLines#onATab")
    void itLetsOneGoOn(String typed, String line) throws IOException {
        assertEquals("pod-registry " + line, completed(typed, "\t"));
    }

    @Test
    void namesAreThoseOfTheRegistryOnTheLine() throws IOException {
        completed("log -d ~/'a reg' --actor l");
        assertEquals("names actors --dir=/home/me/a reg\n", Files.readString(place.resolve("asked")));
    }
}
