package dev.podregistry.cli;

import dev.podregistry.audit.Kind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A script that makes a shell complete what is typed. */
@Command(
        description = "Prints a script for the shell that completes commands, options and their values on TAB.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(pod-registry completion bash)",
            "  pod-registry completion bash > ~/.local/share/bash-completion/completions/pod-registry",
            "  pod-registry completion zsh > ~/.pod-registry.zsh && echo 'source ~/.pod-registry.zsh' >> ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {

    /** The shells there are scripts for. */
    enum ShellName {
        /** GNU's. */
        BASH,
        /** The Z shell, which understands the script for bash. */
        ZSH;

        /** {@return the name as it is typed} */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What picocli writes for a value of which it knows nothing. */
    private static final String NOTHING = "\n      return\n";

    private static final String FILENAMES = "    type compopt &>/dev/null && compopt -o filenames\n";

    private static final String LIVE_PODS = "_pod_registry_pods";

    /** What lists the words for a value, by its label. */
    private static final Map<String, String> WORDS = Map.of(
            "DIR", "compgen -d -- \"${curr_word}\"",
            "FILE", "compgen -f -- \"${curr_word}\"",
            "KEY", "compgen -f -- \"${curr_word}\"",
            "PATH", "compgen -f -- \"${curr_word}\"",
            "POD", LIVE_PODS,
            "SPAWNER", LIVE_PODS,
            "PARENT", LIVE_PODS,
            "CHILD", LIVE_PODS,
            "WHAT", LIVE_PODS);

    /** Lists the live pods of the registry that is given on the line, or by the environment. */
    private static final String PODS = """
            function _pod_registry_pods() {
              local i=1 dir="${POD_REGISTRY_DIR:-}"
              while [ $i -lt $COMP_CWORD ]; do
                case "${COMP_WORDS[$i]}" in
                  -d|--dir)
                    i=$((i + 1))
                    [ "${COMP_WORDS[$i]}" = "=" ] && i=$((i + 1))
                    dir="${COMP_WORDS[$i]}" ;;
                  --dir=*) dir="${COMP_WORDS[$i]#--dir=}" ;;
                esac
                i=$((i + 1))
              done
              [ -n "$dir" ] && "${COMP_WORDS[0]}" state -o ndjson --dir "$dir" </dev/null 2>/dev/null |
                sed -n 's/.*"atSequence":[0-9]*,"pod":"\\([^"\\]*\\)".*/\\1/p'
            }

            """;

    private final Shell shell;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private ShellName name = ShellName.BASH;

    CompletionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        CommandSpec root = spec.root();
        nameKinds(root);
        String script = AutoComplete.bash(Tool.NAME, root.commandLine());
        shell.out().print(completed(script, "_picocli_" + Tool.NAME, root));
        return ExitCode.OK;
    }

    /** Kinds of events are completed as they are typed. */
    private static void nameKinds(CommandSpec command) {
        for (OptionSpec option : List.copyOf(command.options())) {
            if (option.auxiliaryTypes()[0] == Kind.class) {
                command.remove(option);
                command.addOption(OptionSpec.builder(option)
                        .completionCandidates(Arrays.stream(Kind.values())
                                .map(kind -> kind.toString().toLowerCase(Locale.ROOT))::iterator)
                        .build());
            }
        }
        command.subcommands().values().forEach(each -> nameKinds(each.getCommandSpec()));
    }

    /** {@return the script, with files, folders and pods where picocli, which knows types only, completes nothing} */
    private static String completed(String script, String function, CommandSpec command) {
        int begin = script.indexOf("function " + function + "() {");
        int end = script.indexOf("\n}\n", begin);
        if (begin < 0 || end < 0) {
            return script;
        }
        String body = script.substring(begin, end);
        for (OptionSpec option : command.options()) {
            String words = WORDS.get(option.paramLabel());
            if (words != null) {
                String names = "'" + String.join("'|'", option.names()) + "')";
                String sorted = "'"
                        + String.join(
                                "'|'",
                                Arrays.stream(option.names())
                                        .sorted(Comparator.comparingInt(String::length))
                                        .toList())
                        + "')";
                body = body.replace(names + NOTHING, sorted + complete(words))
                        .replace(sorted + NOTHING, sorted + complete(words));
            }
        }
        String positional = command.positionalParameters().stream()
                .map(parameter -> WORDS.getOrDefault(parameter.paramLabel(), ""))
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElse("");
        if (!positional.isEmpty()) {
            String filenames = positional.startsWith("compgen") ? FILENAMES : "";
            body = body.replace(
                    "    local positionals=\"\"\n", filenames + "    local positionals=\"$( " + positional + " )\"\n");
        }
        String changed = script.substring(0, begin) + body + script.substring(end);
        for (CommandLine each : command.subcommands().values()) {
            changed =
                    completed(changed, function + "_" + each.getCommandName().replace("-", ""), each.getCommandSpec());
        }
        return function.equals("_picocli_" + Tool.NAME) ? PODS + changed : changed;
    }

    private static String complete(String words) {
        return "\n      local IFS=$'\\n'\n" + (words.startsWith("compgen") ? "  " + FILENAMES : "")
                + "      COMPREPLY=( $( compgen -W \"$( " + words + " )\" -- \"${curr_word}\" ) )\n      return $?\n";
    }
}
