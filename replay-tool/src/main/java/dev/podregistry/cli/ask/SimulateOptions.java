package dev.podregistry.cli.ask;

import dev.podregistry.audit.Simulation;
import dev.podregistry.audit.State;
import dev.podregistry.audit.Vitality;
import dev.podregistry.audit.Vitality.Verdict;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.json.AnswerShapes;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.option.PathsOption;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.option.RuleText;
import dev.podregistry.cli.option.StateOption;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.text.DidYouMean;
import dev.podregistry.cli.text.EventText;
import dev.podregistry.cli.text.Happening;
import dev.podregistry.decide.Answer;
import dev.podregistry.decide.Command;
import dev.podregistry.decide.ScopeRequest;
import dev.podregistry.event.Event;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.ScopeRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all simulated commands have in common: where and when they are given, and how the answer is told. */
final class SimulateOptions {

    private static final int UNKNOWN_SHOWN = 5;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private StateOption at = new StateOption();

    @Mixin
    private PathsOption paths = new PathsOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(
            names = "--dead",
            paramLabel = "POD",
            description =
                    "Take the process of this live pod for dead, and so every pod in it. At the present, those that are"
                            + " dead are reclaimed first as well, as the registry does; of the past no process is asked.")
    private List<PodName> dead = new ArrayList<>();

    /**
     * {@return the rules, with targets as the registry would take them}
     *
     * @param deniedToo what the command denies besides
     */
    List<RuleRequest> rules(Shell shell, List<RuleText.Typed> rules, List<RuleText.Typed> deniedToo) {
        RuleText.Said said = new RuleText.Said(rules, deniedToo);
        return RuleText.claimed(shell, rules, said, paths.paths(at.isPresent(shell)));
    }

    /** {@return the scope, with targets as the registry would take them} */
    ScopeRequest scope(Shell shell, List<RuleText.Typed> allow, List<RuleText.Typed> deny) {
        RuleText.Said denied = new RuleText.Said(List.of(), deny);
        return new ScopeRequest(
                rules(shell, allow, deny), RuleText.claimed(shell, deny, denied, paths.paths(at.isPresent(shell))));
    }

    /** Tells what the registry would do. */
    int simulate(Shell shell, Command command) {
        State state;
        Map<PodName, Vitality> notAlive = null;
        try (History history = History.ofStates(shell, registry.directory(shell))) {
            state = at.state(shell, history);
            history.noteChanges();
            if (at.isPresent(shell)) {
                notAlive = history.present().notAlive(state.table());
            }
        }
        for (PodName pod : dead) {
            if (state.table().find(pod) == null) {
                throw new Complaint(
                        ExitCode.USAGE,
                        "--dead " + pod + ": no pod of that name is live at #"
                                + state.at().sequence() + DidYouMean.among(state.podNames(), pod.value()));
            }
        }
        Simulation simulation = Simulation.of(state, command, CommandId.random(), dead(notAlive));
        if (output.isTable()) {
            print(shell, simulation, notAlive);
        } else {
            output.json(shell).print(AnswerShapes.simulation(simulation, notAlive));
        }
        if (simulation.answer() instanceof Answer.Refused refused
                && refused.refusal() instanceof Refusal.UnknownPod unknown) {
            String why = absence(state, unknown.pod(), notAlive);
            if (why != null) {
                shell.note(why);
            }
        }
        return simulation.isRefused() ? ExitCode.DENIED : ExitCode.OK;
    }

    /** {@return why a command finds no pod of that name, and who may be meant, or null when there is no more to say} */
    private static @Nullable String absence(State state, PodName pod, @Nullable Map<PodName, Vitality> notAlive) {
        if (state.table().find(pod) == null) {
            String like = DidYouMean.among(state.podNames(), pod.value());
            return like.isEmpty() ? null : "no pod named " + pod + " is live" + like;
        }
        Vitality is = notAlive == null ? null : notAlive.get(pod);
        return "pod " + pod + " would be reclaimed first: its process is "
                + (is != null && is.verdict() == Verdict.DEAD ? "dead, as " + is.reason() : "taken for dead");
    }

    private static void print(Shell shell, Simulation simulation, @Nullable Map<PodName, Vitality> notAlive) {
        Answer answer = simulation.answer();
        if (answer instanceof Answer.Refused refused) {
            Refusal refusal = refused.refusal();
            String kind = refusal.getClass().getSimpleName();
            shell.out().println(shell.red("refused") + "  " + kind + ": " + Printable.line(refusal.message()));
        } else {
            shell.out().println(shell.green("accepted") + outcome(answer));
        }
        if (!simulation.events().isEmpty()) {
            shell.out().println("it would append");
        }
        long sequence = simulation.at().sequence();
        for (Event event : simulation.events()) {
            sequence++;
            shell.out()
                    .println("  " + Printable.padded("#" + sequence, 5) + " " + EventText.about(event) + " "
                            + phrase(event));
            PodName about = event.pod();
            Vitality is = notAlive == null || about == null ? null : notAlive.get(about);
            if (is != null && event instanceof Event.Reclaimed) {
                shell.out().println("          " + Printable.line(is.reason()));
            }
            EventText.of(event).stream().skip(1).forEach(line -> shell.out().println("          " + line));
        }
        if (notAlive == null) {
            shell.out().println("processes are not asked about the past: all are taken to live, but for --dead");
        } else {
            printUnknown(shell, notAlive);
        }
        shell.printAt("nothing was appended; this is so", simulation.at());
    }

    private static void printUnknown(Shell shell, Map<PodName, Vitality> notAlive) {
        Map<String, List<String>> pods = new LinkedHashMap<>();
        notAlive.forEach((pod, is) -> {
            if (is.verdict() == Verdict.UNKNOWN) {
                pods.computeIfAbsent(is.reason(), reason -> new ArrayList<>()).add(Printable.text(pod.value()));
            }
        });
        pods.forEach((reason, names) -> {
            String more = names.size() > UNKNOWN_SHOWN ? " and " + (names.size() - UNKNOWN_SHOWN) + " more" : "";
            String some = String.join(", ", names.subList(0, Math.min(names.size(), UNKNOWN_SHOWN))) + more;
            shell.out().println("taken to live, as nobody knows from here: " + some + "; " + Printable.line(reason));
        });
    }

    /** {@return the pods that are dead and those that are to be taken for that} */
    private Set<PodName> dead(@Nullable Map<PodName, Vitality> notAlive) {
        Set<PodName> all = new LinkedHashSet<>(dead);
        if (notAlive != null) {
            notAlive.forEach((pod, is) -> {
                if (is.verdict() == Verdict.DEAD) {
                    all.add(pod);
                }
            });
        }
        return all;
    }

    private static String phrase(Event event) {
        return event instanceof Event.Adopted ? "was adopted" : Happening.of(event);
    }

    private static String outcome(Answer answer) {
        if (answer instanceof Answer.Held held) {
            return "  " + Printable.text(held.pod().value()) + " has its allocation, with token " + held.token();
        }
        if (answer instanceof Answer.Freed freed) {
            return "  " + Printable.text(freed.pod().value()) + " has no allocation any more";
        }
        if (answer instanceof Answer.TakenBack taken) {
            return "  restored: " + rules(taken.restored()) + "; withheld: " + rules(taken.withheld());
        }
        return "";
    }

    private static String rules(List<ScopeRule> rules) {
        return rules.isEmpty()
                ? "nothing"
                : String.join(", ", rules.stream().map(Printable::rule).toList());
    }
}
