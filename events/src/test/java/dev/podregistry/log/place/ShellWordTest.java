package dev.podregistry.log.place;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is pasted into a shell is one word, and all of it is seen. */
final class ShellWordTest {

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./";

    @Test
    void onlyWhatMeansNothingToAShellStandsWithoutQuotes() {
        for (char c = ' '; c <= '~'; c++) {
            boolean plain = PLAIN.indexOf(c) >= 0;
            String quoted = c == '\'' ? "'\\''" : String.valueOf(c);
            assertEquals(plain ? c + "a" : "'" + quoted + "a'", ShellWord.of(c + "a"));
            assertEquals(plain || c == '-' ? "a" + c : "'a" + quoted + "'", ShellWord.of("a" + c));
        }
        assertEquals("''", ShellWord.of(""));
    }

    /** In one that hides something everything but plain characters is escaped. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`a\nb` | $'a\\nb'",
                "`a\tb` | $'a\\tb'",
                "`a\rb` | $'a\\015b'",
                "`it's\n` | $'it\\'s\\n'",
                "`a\\n\n` | $'a\\\\n\\n'",
                "`$x \u202e` | $'$x \\342\\200\\256'",
                "`é\ud83d\ude00\u3164` | $'é\ud83d\ude00\\343\\205\\244'",
                "`/\u0301a` | $'/\\314\\201a'",
            })
    void whatIsHiddenIsEscaped(String name, String word) {
        assertEquals(word, ShellWord.of(name));
    }
}
