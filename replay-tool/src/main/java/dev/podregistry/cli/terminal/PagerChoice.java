package dev.podregistry.cli.terminal;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which pager shows answers on a terminal: {@code POD_REGISTRY_PAGER}, then {@code PAGER}, then {@code less}.
 *
 * @param command what was asked for
 * @param isDefault whether nobody asked for it
 */
public record PagerChoice(String command, boolean isDefault) {

    static final String VARIABLE = "POD_REGISTRY_PAGER";

    private static final String SHELL_CHARACTERS = "|&;<>()$`\\\"'*?[]#~=%\n";

    /** {@return the pager, or null for none: when it is empty or {@code cat}, or nothing but text can be shown} */
    public static @Nullable PagerChoice of(Map<String, String> environment) {
        String given = environment.getOrDefault(VARIABLE, environment.get("PAGER"));
        if (given == null) {
            return Terminal.isDumb(environment) ? null : new PagerChoice("less", true);
        }
        String command = given.strip();
        return command.isEmpty() || command.equals("cat") ? null : new PagerChoice(command, false);
    }

    /** {@return its words, by way of a shell if one is needed to understand it} */
    List<String> words() {
        return needsShell() ? List.of("sh", "-c", command) : List.of(command.split("\\s+"));
    }

    boolean needsShell() {
        return command.chars().anyMatch(c -> SHELL_CHARACTERS.indexOf(c) >= 0);
    }
}
