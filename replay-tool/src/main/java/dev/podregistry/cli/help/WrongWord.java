package dev.podregistry.cli.help;

import dev.podregistry.cli.text.DidYouMean;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Says that there is no such command or option, and which may be meant. */
public final class WrongWord {

    private WrongWord() {}

    /** {@return that {@code command} has no subcommand {@code word}, and which may be meant} */
    public static String command(CommandLine command, String word) {
        List<String> names = command.getSubcommands().entrySet().stream()
                .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList();
        List<String> everywhere = command.getParent() == null ? List.of(HelpCommand.NAME, "--version") : List.of();
        return "there is no command \"" + word + "\""
                + DidYouMean.among(
                        Stream.concat(names.stream(), everywhere.stream()).toList(), word);
    }

    /** {@return that {@code command} has no option {@code word}, and which may be meant, or where it goes} */
    public static String option(CommandLine command, String word) {
        String name = word.replaceFirst("=.*", "");
        String none = command.getCommandSpec().name() + " has no option " + name;
        String offer = DidYouMean.among(command.getCommandSpec().optionsMap().keySet(), name);
        Map<String, OptionSpec> later = new TreeMap<>();
        optionsBelow(command, later);
        String near = later.containsKey(name) || !offer.isEmpty()
                ? name
                : name.startsWith("--") ? DidYouMean.nearest(later.keySet(), name) : name.substring(0, 2);
        OptionSpec meant = later.get(near);
        if (meant == null) {
            return none + offer;
        }
        String option = near.startsWith("--") ? near : meant.longestName();
        return none + "; " + option + " comes after the command: "
                + command.getCommandSpec().qualifiedName() + " COMMAND " + option
                + (meant.arity().max() == 0 ? "" : " " + meant.paramLabel());
    }

    private static void optionsBelow(CommandLine command, Map<String, OptionSpec> found) {
        command.getSubcommands().values().forEach(each -> {
            each.getCommandSpec().optionsMap().forEach(found::putIfAbsent);
            optionsBelow(each, found);
        });
    }
}
