package dev.podregistry.cli.shell;

import dev.podregistry.model.Invisible;
import dev.podregistry.model.ScopeRule;
import java.time.Duration;
import java.util.Locale;

/**
 * Text made safe to look at: names are given by strangers, and must neither act on a terminal nor look like others.
 *
 * <p>Control characters, whatever leaves no ink, unusual spaces, marks with nothing to stand on and whatever Unicode
 * has not assigned are shown as {@code \\u{202E}}, and a backslash in a name as {@code \\\\}, so that two different names are never shown alike.
 */
public final class Printable {

    private Printable() {}

    /** {@return a name, path or other value from the log, made safe} */
    public static String text(String value) {
        return escaped(value, true);
    }

    /** {@return a message that may quote values, made safe and kept on one line} */
    public static String line(String message) {
        return escaped(message, false);
    }

    private static String escaped(String value, boolean backslashes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            int c = value.codePointAt(i);
            if (c == '\\' && backslashes) {
                text.append("\\\\");
            } else if (Invisible.isUnsafe(c) || Invisible.isStranded(value, i)) {
                text.append(String.format(Locale.ROOT, "\\u{%04X}", c));
            } else {
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }

    /** {@return how many columns a text made safe takes, as far as that can be told without a font} */
    public static int width(String text) {
        return (int) text.codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK
                        && Character.getType(c) != Character.ENCLOSING_MARK)
                .count();
    }

    public static String padded(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    /** {@return a number of bytes, in the unit that leaves it short} */
    public static String bytes(long bytes) {
        String[] units = {"KiB", "MiB", "GiB", "TiB"};
        double amount = bytes;
        String unit = "bytes";
        for (int k = 0; k < units.length && amount >= 1024; k++) {
            amount /= 1024;
            unit = units[k];
        }
        return unit.equals("bytes") ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", amount, unit);
    }

    /** {@return a length of time, in its two greatest units} */
    public static String duration(Duration time) {
        if (time.compareTo(Duration.ofSeconds(1)) < 0) {
            return time.toMillis() + " ms";
        }
        if (time.compareTo(Duration.ofMinutes(1)) < 0) {
            return time.toSeconds() + " s";
        }
        if (time.compareTo(Duration.ofHours(1)) < 0) {
            return time.toMinutes() + " min " + time.toSecondsPart() + " s";
        }
        return time.compareTo(Duration.ofDays(1)) < 0
                ? time.toHours() + " h " + time.toMinutesPart() + " min"
                : time.toDays() + " d " + time.toHoursPart() + " h";
    }

    /** {@return a rule, its permission padded so that rules below each other align} */
    public static String rule(ScopeRule rule) {
        String target = rule.target().isRoot() ? "" : text(rule.target().value());
        return padded(rule.permission().name(), 5) + " " + target + (rule.recursive() ? "/**" : "/*");
    }
}
