package dev.podregistry.cli;

import dev.podregistry.log.place.PathNames;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The arguments that this process was started with. */
final class Arguments {

    private Arguments() {}

    /**
     * {@return whether something in the arguments was lost, as the JVM was started without a locale}
     *
     * <p>It then has a question mark, or a character that stands for none, for each byte that is not ASCII: the command
     * would be about another path than was typed.
     */
    static boolean areLost(String... args) {
        if (PathNames.advice().isEmpty()) {
            return false;
        }
        String all = String.join("", args);
        return all.indexOf('\uFFFD') >= 0 || (all.indexOf('?') >= 0 && isCommandLineBeyondAscii());
    }

    private static boolean isCommandLineBeyondAscii() {
        try (InputStream line = new FileInputStream("/proc/self/cmdline")) {
            for (byte character : line.readAllBytes()) {
                if (character < 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            // No Linux: nothing is known.
            return false;
        }
    }
}
