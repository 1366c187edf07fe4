package dev.podregistry.cli.terminal;

import java.util.Map;

/**
 * What a command may do beyond printing plain text, where somebody looks at it.
 *
 * @param colour whether answers are coloured
 * @param progress tells how far long work has come
 * @param paging how the reader is given the answers
 */
public record Terminal(boolean colour, Progress progress, Paging paging) {

    /** {@return a terminal that shows text and nothing else} */
    public static Terminal plain(boolean colour) {
        return new Terminal(colour, Progress.none(), Paging.NONE);
    }

    /** {@return whether what goes there is coloured: {@code NO_COLOR}, then {@code CLICOLOR_FORCE}, {@code CLICOLOR}} */
    public static boolean wantsColour(Descriptor out, Map<String, String> environment) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        if (!environment.getOrDefault("CLICOLOR_FORCE", "0").equals("0")) {
            return true;
        }
        return out == Descriptor.TERMINAL
                && !isDumb(environment)
                && !environment.getOrDefault("CLICOLOR", "1").equals("0");
    }

    /** {@return whether a terminal can do nothing but take text, or is not known} */
    public static boolean isDumb(Map<String, String> environment) {
        String type = environment.getOrDefault("TERM", "");
        return type.isEmpty() || type.equals("dumb");
    }
}
