package dev.podregistry.cli.help;

import dev.podregistry.cli.shell.Program;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** A command's page of the manual, in the language of {@code man}: it says what {@code --help} says. */
final class ManPage {

    private final CommandSpec command;
    private final StringBuilder page = new StringBuilder();

    ManPage(CommandSpec command) {
        this.command = command;
    }

    /** {@return the name by which {@code man} knows it, as pod-registry-who} */
    String name() {
        return command.qualifiedName("-");
    }

    /** {@return the page} */
    String text() {
        page.setLength(0);
        UsageMessageSpec usage = command.usageMessage();
        line(".TH \"" + name() + "\" 1 \"\" \"" + Program.NAME + " " + escaped(Program.version()) + "\"");
        section("NAME");
        line(escaped(name()) + " \\- " + escaped(summary()));
        section("SYNOPSIS");
        text(new Help(command, Help.defaultColorScheme(Ansi.OFF)).synopsis(0).replaceAll("\\s+", " "));
        if (usage.description().length > 0) {
            section("DESCRIPTION");
            paragraphs(usage.description());
        }
        arguments();
        commands();
        exitCodes(usage.exitCodeList());
        examples(usage.footer());
        seeAlso();
        return page.toString();
    }

    private String summary() {
        String[] header = command.usageMessage().header();
        return header.length > 0 ? header[0] : "who may write which part of a file tree, and who could when";
    }

    private void arguments() {
        List<? extends ArgSpec> arguments = Stream.concat(
                        command.positionalParameters().stream(), command.options().stream())
                .filter(each -> !each.hidden())
                .toList();
        if (arguments.isEmpty()) {
            return;
        }
        section("OPTIONS");
        for (ArgSpec each : arguments) {
            String names = each instanceof CommandLine.Model.OptionSpec option ? String.join(", ", option.names()) : "";
            boolean valued = each.arity().max() > 0;
            item((names + (valued ? " " + each.paramLabel() : "")).strip());
            paragraphs(each.description());
        }
    }

    private void commands() {
        List<CommandSpec> visible = command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(each -> !each.usageMessage().hidden())
                .toList();
        if (visible.isEmpty()) {
            return;
        }
        section("COMMANDS");
        for (CommandSpec each : visible) {
            item(each.name());
            paragraphs(each.usageMessage().header());
        }
    }

    private void exitCodes(Map<String, String> codes) {
        if (!codes.isEmpty()) {
            section("EXIT STATUS");
            codes.forEach((code, meaning) -> {
                item(code.strip());
                text(meaning);
            });
        }
    }

    private void examples(String[] examples) {
        if (examples.length > 0) {
            section("EXAMPLES");
            line(".nf");
            Stream.of(examples).forEach(this::text);
            line(".fi");
        }
    }

    private void seeAlso() {
        CommandSpec parent = command.parent();
        if (parent != null) {
            section("SEE ALSO");
            line(".BR " + escaped(parent.qualifiedName("-")) + " (1)");
        }
    }

    private void section(String title) {
        line(".SH " + title);
    }

    private void item(String title) {
        line(".TP");
        line("\\fB" + escaped(title) + "\\fR");
    }

    private void paragraphs(String[] lines) {
        boolean first = true;
        for (String each : lines) {
            if (!each.isEmpty()) {
                if (!first) {
                    line(".br");
                }
                text(String.format(Locale.ROOT, each));
                first = false;
            }
        }
    }

    private void text(String text) {
        line("\\&" + escaped(text));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }

    private void line(String line) {
        page.append(line).append('\n');
    }
}
