package dev.podregistry.cli.shell;

import dev.podregistry.log.place.PathNames;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What this process was started with, as it was given. */
public final class Arguments {

    /** Where the system lists the arguments. */
    public static final String LINE = "/proc/self/cmdline";

    /** Where it lists the variables of the environment. */
    public static final String ENVIRONMENT = "/proc/self/environ";

    private Arguments() {}

    /**
     * {@return whether something in {@code text} was lost when the JVM read it}
     *
     * <p>It then has a question mark, or a character that stands for none, for bytes that are no text in its encoding: the
     * command would be about another path than was typed.
     *
     * @param list where the system has what was given, byte by byte
     */
    public static boolean isLost(String list, String text) {
        boolean hasSign = text.indexOf('\uFFFD') >= 0;
        if (!hasSign && (text.indexOf('?') < 0 || PathNames.advice().isEmpty())) {
            return false;
        }
        try (InputStream file = new FileInputStream(list)) {
            String given = new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
            String bytes = new String(text.getBytes(PathNames.encoding()), StandardCharsets.ISO_8859_1);
            return !List.of(given.split("\0")).contains(bytes)
                    && (hasSign || given.chars().anyMatch(c -> c >= 0x80));
        } catch (IOException e) {
            // No Linux: nothing is known.
            return hasSign;
        }
    }
}
