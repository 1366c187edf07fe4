package dev.podregistry.cli.help;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What may be typed, as a function of the shell's: for each command its commands, its options, and what values are.
 *
 * <p>What a value is comes after the option's {@code =}: the words there are, with bars between them, and a comma before them
 * if several may be given; or one of these names.
 *
 * <pre>
 *   :files :dirs           what is on the disk
 *   :live :ever :actors    names in the registry, as {@code names} lists them
 *   :rules :topics :text   a rule, a command whose page is meant, or what nobody can know
 * </pre>
 */
final class CompletionTable {

    private static final String TEXT = ":text";
    private static final String LIVE = ":live";
    private static final String POD = "POD";

    /** What values are, by their labels. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("DIR", ":dirs"),
            Map.entry("TARGET", ":dirs"),
            Map.entry("BACKUP", ":dirs"),
            Map.entry("FILE", ":files"),
            Map.entry("KEY", ":files"),
            Map.entry("PATH", ":files"),
            Map.entry("RULE", ":rules"),
            Map.entry("COMMAND", ":topics"),
            Map.entry("ACTOR", ":actors"),
            Map.entry(POD, LIVE),
            Map.entry("SPAWNER", LIVE),
            Map.entry("PARENT", LIVE),
            Map.entry("CHILD", LIVE),
            Map.entry("WHAT", ":ever"),
            Map.entry("POINT", "start|end"),
            Map.entry("A", "start|end"),
            Map.entry("B", "start|end"));

    /** They tell of pods that have ended too. */
    private static final Set<String> OF_THE_PAST = Set.of("log", "show", "export");

    /** Their last parameter is the name of a pod that is not there yet. */
    private static final Set<String> NAMING = Set.of("register", "delegate");

    private final StringBuilder entries = new StringBuilder();

    private CompletionTable() {}

    /** {@return the function that has the table of {@code root}} */
    static String of(CommandSpec root) {
        CompletionTable table = new CompletionTable();
        table.add("", root);
        return "_pod_registry_table() {\n  subs= flags= operands=\n  case $1 in\n" + table.entries + "  esac\n}\n";
    }

    private void add(String path, CommandSpec command) {
        Map<String, CommandSpec> subs = new TreeMap<>();
        command.subcommands().forEach((name, each) -> {
            if (!each.getCommandSpec().usageMessage().hidden() || name.equals(HelpCommand.NAME)) {
                subs.put(name, each.getCommandSpec());
            }
        });
        entries.append("    '").append(path).append("')");
        set("subs", String.join("|", subs.keySet()));
        set(
                "flags",
                command.options().stream().flatMap(each -> flags(command, each)).sorted());
        set("operands", operands(command));
        entries.append(" ;;\n");
        subs.forEach((name, each) -> add((path + " " + name).strip(), each));
    }

    private void set(String variable, Stream<String> words) {
        set(variable, words.collect(Collectors.joining(" ")));
    }

    private void set(String variable, String words) {
        if (!words.isEmpty()) {
            entries.append("\n      ")
                    .append(variable)
                    .append("='")
                    .append(words)
                    .append("'");
        }
    }

    private static Stream<String> flags(CommandSpec command, OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : "=" + value(command, option);
        return option.hidden() ? Stream.of() : Stream.of(option.names()).map(name -> name + value);
    }

    /** {@return what the parameters are; a plus at the end for any number of the last} */
    private static Stream<String> operands(CommandSpec command) {
        List<PositionalParamSpec> parameters = command.positionalParameters();
        boolean endless = parameters.stream().anyMatch(each -> each.arity().isVariable());
        return Stream.concat(
                parameters.stream().map(each -> value(command, each)), endless ? Stream.of("+") : Stream.of());
    }

    private static String value(CommandSpec command, ArgSpec argument) {
        String words = words(argument.auxiliaryTypes()[0]);
        if (words != null) {
            return argument.splitRegex().isEmpty() ? words : "," + words;
        }
        boolean pod = argument.paramLabel().equals(POD);
        if (pod && argument.isPositional() && NAMING.contains(command.name())) {
            return TEXT;
        }
        return pod && OF_THE_PAST.contains(command.name()) ? ":ever" : VALUES.getOrDefault(argument.paramLabel(), TEXT);
    }

    /** {@return the words of an enumeration, as they are typed, or null for another type} */
    private static @Nullable String words(Class<?> type) {
        Object[] constants = type.getEnumConstants();
        return constants == null
                ? null
                : Stream.of(constants)
                        .map(each -> each.toString().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining("|"));
    }
}
