package dev.podregistry.cli.ask;

import dev.podregistry.audit.Simulation;
import dev.podregistry.cli.option.RuleText;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.decide.Command;
import dev.podregistry.decide.ScopeRequest;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the registry would answer to a command. */
@picocli.CommandLine.Command(
        description = {
            "Decides the command by the registry's own rules, on the table as it is or was, and appends nothing: what"
                    + " would be appended and answered, or why it would be refused. Exit code 3 when it would be refused.",
            "A RULE is " + RuleText.FORM + ".",
            ""
        },
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry simulate register reviewer --allow write:/srv/shop/docs -d /var/lib/pods",
            "  pod-registry simulate delegate lead coder --allow write:src --authority-allow write:. --at -15m",
            "  pod-registry simulate register late --allow write:/srv/shop --dead lead --dead coder"
        })
public final class SimulateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "which command would you give?");
    }

    private static @Nullable Token token(@Nullable Long value) {
        if (value != null && value < 1) {
            throw new Complaint(ExitCode.USAGE, "--token " + value + ": tokens begin at 1");
        }
        return value == null ? null : new Token(value);
    }

    private static PodName chosen(PodName pod) {
        try {
            return PodName.chosen(pod);
        } catch (IllegalArgumentException e) {
            throw new Complaint(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    /** {@return a segment that no pod writes, where none is given} */
    private static SegmentId segment(@Nullable SegmentId given) {
        return given == null ? new SegmentId(UUID.randomUUID()) : given;
    }

    /** Gives a new top-level pod an allocation. */
    @picocli.CommandLine.Command
    public static final class Register implements Callable<Integer> {

        private final Shell shell;

        @Mixin
        private SimulateOptions options = new SimulateOptions();

        @Parameters(paramLabel = "POD")
        private PodName pod = new PodName("?");

        @Option(names = "--allow", paramLabel = "RULE", description = "What it may do.")
        private List<String> allow = List.of();

        @Option(names = "--deny", paramLabel = "RULE", description = "What it may not do all the same.")
        private List<String> deny = List.of();

        @Option(names = "--segment", paramLabel = "UUID", description = "Its session log. Default: a new one.")
        private @Nullable SegmentId segment;

        public Register(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() {
            ScopeRequest scope = options.scope(shell, RuleText.rules(shell, allow), RuleText.rules(shell, deny));
            return options.simulate(
                    shell,
                    new Command.Register(chosen(pod), Simulation.NO_PROCESS, PodSocket.NONE, scope, segment(segment)));
        }
    }

    /** Reserves an allocation for a child. */
    @picocli.CommandLine.Command
    public static final class Delegate implements Callable<Integer> {

        private final Shell shell;

        @Mixin
        private SimulateOptions options = new SimulateOptions();

        @Parameters(index = "0", paramLabel = "SPAWNER", description = "The live pod that delegates.")
        private PodName spawner = new PodName("?");

        @Parameters(index = "1", paramLabel = "POD", description = "The child.")
        private PodName pod = new PodName("?");

        @Option(names = "--allow", paramLabel = "RULE", description = "What the child may do.")
        private List<String> allow = List.of();

        @Option(
                names = "--authority-allow",
                paramLabel = "RULE",
                description = "What the spawner may delegate. Without any authority, its own rules.")
        private List<String> authorityAllow = List.of();

        @Option(names = "--authority-deny", paramLabel = "RULE", description = "What it may not delegate all the same.")
        private List<String> authorityDeny = List.of();

        @Option(names = "--token", paramLabel = "N", description = "The spawner's token. Default: not checked.")
        private @Nullable Long token;

        public Delegate(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() {
            boolean given = !authorityAllow.isEmpty() || !authorityDeny.isEmpty();
            List<RuleText.Typed> denied = RuleText.rules(shell, authorityDeny);
            ScopeRequest authority = given ? options.scope(shell, RuleText.rules(shell, authorityAllow), denied) : null;
            return options.simulate(
                    shell,
                    new Command.Delegate(
                            spawner,
                            chosen(pod),
                            null,
                            PodSocket.NONE,
                            options.rules(shell, RuleText.rules(shell, allow), denied),
                            authority,
                            SimulateCommand.token(token)));
        }
    }

    /** Lets the process of a reserved pod take its allocation over. */
    @picocli.CommandLine.Command
    public static final class Adopt implements Callable<Integer> {

        private final Shell shell;

        @Mixin
        private SimulateOptions options = new SimulateOptions();

        @Parameters(paramLabel = "POD")
        private PodName pod = new PodName("?");

        @Option(names = "--segment", paramLabel = "UUID", description = "Its session log. Default: a new one.")
        private @Nullable SegmentId segment;

        @Option(names = "--token", paramLabel = "N", description = "Its token. Default: not checked.")
        private @Nullable Long token;

        public Adopt(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() {
            return options.simulate(
                    shell,
                    new Command.Adopt(pod, Simulation.NO_PROCESS, segment(segment), SimulateCommand.token(token)));
        }
    }

    /** Lets a pod write another session log. */
    @picocli.CommandLine.Command
    public static final class ChangeSegment implements Callable<Integer> {

        private final Shell shell;

        @Mixin
        private SimulateOptions options = new SimulateOptions();

        @Parameters(paramLabel = "POD")
        private PodName pod = new PodName("?");

        @Option(names = "--segment", paramLabel = "UUID", description = "The session log. Default: a new one.")
        private @Nullable SegmentId segment;

        @Option(names = "--token", paramLabel = "N", description = "Its token. Default: not checked.")
        private @Nullable Long token;

        public ChangeSegment(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() {
            return options.simulate(
                    shell, new Command.ChangeSegment(pod, segment(segment), SimulateCommand.token(token)));
        }
    }

    /** Gives a pod's allocation up. */
    @picocli.CommandLine.Command
    public static final class Release implements Callable<Integer> {

        private final Shell shell;

        @Mixin
        private SimulateOptions options = new SimulateOptions();

        @Parameters(paramLabel = "POD")
        private PodName pod = new PodName("?");

        @Option(names = "--token", paramLabel = "N", description = "Its token. Default: not checked.")
        private @Nullable Long token;

        public Release(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() {
            return options.simulate(shell, new Command.Release(pod, SimulateCommand.token(token)));
        }
    }

    /** Takes a child's scope back. */
    @picocli.CommandLine.Command
    public static final class ReclaimDelegated implements Callable<Integer> {

        private final Shell shell;

        @Mixin
        private SimulateOptions options = new SimulateOptions();

        @Parameters(index = "0", paramLabel = "PARENT", description = "Who takes it back.")
        private PodName parent = new PodName("?");

        @Parameters(index = "1", paramLabel = "CHILD", description = "From whom; live or not.")
        private PodName child = new PodName("?");

        @Option(names = "--scope", paramLabel = "RULE", description = "What was lent out.")
        private List<String> scope = List.of();

        public ReclaimDelegated(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() {
            List<RuleRequest> asked = options.rules(shell, RuleText.rules(shell, scope), List.of());
            return options.simulate(shell, new Command.ReclaimDelegated(parent, child, asked));
        }
    }
}
