package dev.podregistry.cli;

import dev.podregistry.audit.Kind;
import dev.podregistry.audit.TimeSpec;
import dev.podregistry.cli.ask.BlameCommand;
import dev.podregistry.cli.ask.CheckCommand;
import dev.podregistry.cli.ask.DiffCommand;
import dev.podregistry.cli.ask.ExportCommand;
import dev.podregistry.cli.ask.LogCommand;
import dev.podregistry.cli.ask.ReportCommand;
import dev.podregistry.cli.ask.ShowCommand;
import dev.podregistry.cli.ask.SimulateCommand;
import dev.podregistry.cli.ask.StateCommand;
import dev.podregistry.cli.ask.StatsCommand;
import dev.podregistry.cli.ask.TreeCommand;
import dev.podregistry.cli.ask.VerifyCommand;
import dev.podregistry.cli.ask.WhoCommand;
import dev.podregistry.cli.demo.DemoCommand;
import dev.podregistry.cli.demo.DemoPodCommand;
import dev.podregistry.cli.doctor.DoctorCommand;
import dev.podregistry.cli.help.CompletionCommand;
import dev.podregistry.cli.help.HelpCommand;
import dev.podregistry.cli.help.ManCommand;
import dev.podregistry.cli.help.NamesCommand;
import dev.podregistry.cli.help.WrongWord;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.option.Words;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Program;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.text.DidYouMean;
import dev.podregistry.cli.write.BackupCommand;
import dev.podregistry.cli.write.ImportCommand;
import dev.podregistry.cli.write.RepairCommand;
import dev.podregistry.cli.write.RestoreCommand;
import dev.podregistry.model.Actor;
import dev.podregistry.model.PodName;
import dev.podregistry.model.SegmentId;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a table: name, action, one line of help. */
final class Tool {

    private static final Program PROGRAM = new Program(Main.class, Tool::run);

    /** Its points may look like options: -2h. */
    private static final Entry DIFF = new Entry("diff", DiffCommand::new, "what changed between two points");

    private static final Entry SIMULATE =
            new Entry("simulate", shell -> new SimulateCommand(), "what the registry would answer to a command");

    private static final Entry COMPLETION =
            new Entry("completion", CompletionCommand::new, "a script that makes a shell complete on TAB");

    private static final Entry MAN = new Entry("man", ManCommand::new, "the pages of the manual");

    private static final List<Entry> COMMANDS = List.of(
            new Entry("log", LogCommand::new, "what happened, event by event"),
            new Entry("show", ShowCommand::new, "one event whole, or one pod's story"),
            new Entry("state", StateCommand::new, "the allocation table: every live pod with its rules"),
            new Entry("tree", TreeCommand::new, "the delegation tree: who delegated to whom"),
            new Entry("who", WhoCommand::new, "who holds paths, and on whose authority"),
            new Entry("blame", BlameCommand::new, "who held a path, over time"),
            DIFF,
            new Entry("check", CheckCommand::new, "whether a pod may write a path"),
            SIMULATE,
            new Entry("stats", StatsCommand::new, "the history in figures"),
            new Entry("verify", VerifyCommand::new, "whether the log can be relied on"),
            new Entry("doctor", DoctorCommand::new, "whether machine and directory can carry it, and how it is"),
            new Entry("repair", RepairCommand::new, "go on from the last proven event of a damaged log"),
            new Entry("backup", BackupCommand::new, "copy the log while others write it"),
            new Entry("restore", RestoreCommand::new, "put the log back from a backup"),
            new Entry("export", ExportCommand::new, "the events, or the table, in another system's form"),
            new Entry("report", ReportCommand::new, "the whole history as one page for a browser"),
            new Entry("import", ImportCommand::new, "take an older registry's table over into an empty one"),
            new Entry(
                    "demo",
                    shell -> new DemoCommand(shell, PROGRAM),
                    "real processes share a tree, one is killed: the product in one minute"),
            COMPLETION,
            MAN);

    /** They tell of the other commands. */
    private static final List<String> NEED_ALL = List.of(COMPLETION.name(), MAN.name(), HelpCommand.NAME);

    private static final List<Entry> SIMULATED = List.of(
            new Entry("register", SimulateCommand.Register::new, "give a new top-level pod an allocation"),
            new Entry("delegate", SimulateCommand.Delegate::new, "reserve an allocation for a child"),
            new Entry("adopt", SimulateCommand.Adopt::new, "let a reserved pod's process take it over"),
            new Entry("change-segment", SimulateCommand.ChangeSegment::new, "let a pod write another session log"),
            new Entry("release", SimulateCommand.Release::new, "give a pod's allocation up"),
            new Entry("reclaim-delegated", SimulateCommand.ReclaimDelegated::new, "take a child's scope back"));

    /** Run by the tool itself and its launcher. */
    private static final List<Entry> HIDDEN = List.of(
            new Entry(HelpCommand.NAME, HelpCommand::new, "what COMMAND --help shows"),
            new Entry(DemoPodCommand.NAME, DemoPodCommand::new, "a process of the demo"),
            new Entry(NamesCommand.NAME, NamesCommand::new, "what a shell completes"),
            new Entry(TrainCommand.NAME, TrainCommand::new, "what classes are archived of"));

    private record Entry(String name, Function<Shell, Callable<Integer>> action, String help) {}

    private Tool() {}

    /** Runs one command and returns its exit code, one of those of {@link ExitCode}. */
    static int run(Shell shell, String... args) {
        Root root = new Root();
        CommandLine line = commandLine(root, shell, needed(args));
        int code;
        try {
            code = line.execute(args);
        } catch (Throwable e) {
            code = new Failures(shell, root.debug).report(e);
        }
        shell.out().flush();
        shell.err().flush();
        return code;
    }

    /** {@return the names of all commands that are shown} */
    static List<String> names() {
        return COMMANDS.stream().map(Entry::name).toList();
    }

    /** {@return the command that is named first, if it needs to know of no other; else all: making them takes a while} */
    private static List<Entry> needed(String... args) {
        List<Entry> all = Stream.concat(COMMANDS.stream(), HIDDEN.stream()).toList();
        List<Entry> named = all.stream()
                .filter(entry -> args.length > 0 && entry.name().equals(args[0]))
                .toList();
        return named.isEmpty() || NEED_ALL.contains(named.get(0).name()) ? all : named;
    }

    private static CommandLine commandLine(Root root, Shell shell, List<Entry> commands) {
        CommandLine line = new CommandLine(root);
        line.getCommandSpec().addOption(help("Show this; 'COMMAND --help' tells more."));
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version.")
                        .build());
        commands.forEach(entry -> refine(add(line, entry, shell), entry, shell));
        register(line, TimeSpec.class, Tool::point);
        register(line, PodName.class, PodName::new);
        register(line, Actor.class, Actor::new);
        register(line, SegmentId.class, SegmentId::of);
        register(line, int.class, text -> number(text, Integer::valueOf));
        register(line, Integer.class, text -> number(text, Integer::valueOf));
        register(line, Long.class, text -> number(text, Long::valueOf));
        registerWords(line, "kind of event", Kind.class);
        registerWords(line, "format", ExportCommand.Form.class);
        registerWords(line, "format", OutputOption.Format.class);
        registerWords(line, "shell", CompletionCommand.ShellName.class);
        registerWords(line, "such list", NamesCommand.Whose.class);
        register(line, URI.class, URI::create);
        line.setExpandAtFiles(false);
        line.setUsageHelpWidth(100);
        line.setColorScheme(Help.defaultColorScheme(shell.terminal().colour() ? Ansi.ON : Ansi.OFF));
        line.setOut(shell.out());
        line.setErr(shell.err());
        line.setExecutionStrategy(parsed -> {
            shell.times().choose(root.isLocal(parsed.commandSpec().commandLine()));
            if (root.noPager) {
                shell.terminal().paging().off();
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        line.setParameterExceptionHandler((e, args) -> complain(shell, e));
        line.setExecutionExceptionHandler((e, command, result) -> new Failures(shell, root.debug).report(e));
        return line;
    }

    private static void refine(CommandLine command, Entry entry, Shell shell) {
        command.getCommandSpec().usageMessage().hidden(HIDDEN.contains(entry));
        if (entry.equals(SIMULATE)) {
            SIMULATED.forEach(simulated -> add(command, simulated, shell));
        }
        if (entry.equals(DIFF)) {
            command.setUnmatchedOptionsArePositionalParams(true);
        }
    }

    private static CommandLine add(CommandLine parent, Entry entry, Shell shell) {
        CommandLine command = new CommandLine(entry.action().apply(shell));
        CommandSpec spec = command.getCommandSpec();
        spec.usageMessage().header(entry.help(), "");
        spec.addOption(help("Show this."));
        parent.addSubcommand(entry.name(), command);
        return command;
    }

    private static OptionSpec help(String description) {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description(description)
                .build();
    }

    private static <T> void register(CommandLine line, Class<T> type, Function<String, T> parse) {
        line.registerConverter(type, text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        });
    }

    private static <E extends Enum<E>> void registerWords(CommandLine line, String what, Class<E> type) {
        register(line, type, text -> Words.find(what, type, text));
    }

    private static <N extends Number> N number(String text, Function<String, N> parse) {
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no whole number, or too great a one", e);
        }
    }

    private static TimeSpec point(String text) {
        try {
            return TimeSpec.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + DidYouMean.among(List.of("start", "end"), text), e);
        }
    }

    private static int complain(Shell shell, ParameterException e) {
        String message = message(e);
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        shell.note(message + (message.endsWith("?") ? " See " : "; see ") + command + " --help");
        return ExitCode.USAGE;
    }

    private static String message(ParameterException e) {
        CommandLine command = e.getCommandLine();
        if (e instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            return word.startsWith("-")
                    ? WrongWord.option(command, word)
                    : command.getSubcommands().isEmpty()
                            ? command.getCommandSpec().name() + " does not take \"" + word + "\""
                            : WrongWord.command(command, word);
        }
        // Of a command whose parameters may look like options.
        return e.getValue() != null && e.getValue().startsWith("--")
                ? WrongWord.option(command, e.getValue())
                : String.valueOf(e.getMessage());
    }

    /** The command without a command. */
    @Command(
            name = Program.NAME,
            versionProvider = Version.class,
            description = {
                "Several pods work on one file tree; a registry decides and records which of them may write what."
                        + " This tool answers from the registry's log, and from nothing else: what happened, who holds"
                        + " a path, how that came about, and whether the record is whole. Reading changes no byte.",
                ""
            },
            optionListHeading = "%n",
            commandListHeading = "%nCommands:%n",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:done, and the answer is yes",
                "1:done, and the answer is no: nobody holds it, refused, the promise was broken, no --apply",
                "2:the command line makes no sense",
                "3:denied: the pod may not write there, the command would be refused",
                "65:damaged: a log, a snapshot, or a file that was given",
                "66:no log there, or no file that was given",
                "70:a bug of this tool; --debug shows more",
                "74:reading or writing failed, or a file is there already",
                "78:the JVM lacks flags that the log needs"
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  pod-registry demo",
                "  pod-registry who /srv/shop/docs -d /var/lib/pods",
                "  POD_REGISTRY_DIR=/var/lib/pods pod-registry log --pod coder-checkout"
            })
    static final class Root implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Option(
                names = "--debug",
                scope = ScopeType.INHERIT,
                description = "Show the stack trace of an error that is a bug; so does POD_REGISTRY_DEBUG=1.")
        private boolean debug;

        @Option(
                names = "--local",
                scope = ScopeType.INHERIT,
                description = "Show times in this machine's time zone, and read those without an offset in it.")
        private boolean local;

        @Option(names = "--utc", scope = ScopeType.INHERIT, description = "Show and read times in UTC; the default.")
        private boolean utc;

        @Option(
                names = "--no-pager",
                scope = ScopeType.INHERIT,
                description = "Print at once on a terminal too, instead of through POD_REGISTRY_PAGER, PAGER or less.")
        private boolean noPager;

        boolean isLocal(CommandLine line) {
            if (local && utc) {
                throw new ParameterException(line, "--local and --utc exclude each other");
            }
            return local;
        }

        @Override
        public Integer call() {
            throw new ParameterException(spec.commandLine(), "which command?");
        }
    }

    /** Which version this is. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {Program.NAME + " " + Program.version() + ", Java " + Runtime.version()};
        }
    }
}
