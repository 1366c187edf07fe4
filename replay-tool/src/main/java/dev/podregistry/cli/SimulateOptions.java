package dev.podregistry.cli;

import dev.podregistry.audit.Simulation;
import dev.podregistry.audit.State;
import dev.podregistry.cli.OutputOption.Format;
import dev.podregistry.cli.json.AnswerShapes;
import dev.podregistry.cli.json.JsonAnswers;
import dev.podregistry.decide.Answer;
import dev.podregistry.decide.Command;
import dev.podregistry.decide.Refusal;
import dev.podregistry.event.Event;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.ScopeRule;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all simulated commands have in common: where and when they are given, and how the answer is told. */
final class SimulateOptions {

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
            description = "Take the process of this live pod for dead, and so every pod in it. Without it all live.")
    private List<PodName> dead = new ArrayList<>();

    /** {@return the rules, with targets as the registry would take them} */
    List<RuleRequest> rules(Shell shell, List<String> typed) {
        return RuleText.rules(shell, typed, paths.paths(at.isPresent(shell)));
    }

    /** Tells what the registry would do. */
    int simulate(Shell shell, Command command) {
        State state;
        try (History history = History.ofStates(shell, registry.directory(shell))) {
            state = at.state(shell, history);
            history.noteChanges();
        }
        for (PodName pod : dead) {
            if (state.table().find(pod) == null) {
                throw new Complaint(
                        ExitCode.USAGE,
                        "--dead " + pod + ": no pod of that name is live at #"
                                + state.at().sequence() + DidYouMean.among(state.podNames(), pod.value()));
            }
        }
        Simulation simulation = Simulation.of(state, command, CommandId.random(), dead);
        if (output.isTable()) {
            print(shell, simulation);
        } else {
            new JsonAnswers(shell.out(), output.format() == Format.NDJSON).print(AnswerShapes.simulation(simulation));
        }
        if (simulation.answer() instanceof Refusal.UnknownPod unknown) {
            String like = DidYouMean.among(state.podNames(), unknown.pod().value());
            if (!like.isEmpty()) {
                shell.note("no pod named " + unknown.pod() + " is live" + like);
            }
        }
        return simulation.isRefused() ? ExitCode.DENIED : ExitCode.OK;
    }

    private static void print(Shell shell, Simulation simulation) {
        Answer answer = simulation.answer();
        if (answer instanceof Refusal refusal) {
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
                    .println("  " + Printable.padded("#" + sequence, 5) + " "
                            + Printable.text(event.pod().value()) + " " + phrase(event));
            EventText.of(event).stream().skip(1).forEach(line -> shell.out().println("          " + line));
        }
        shell.printAt("nothing was appended; this is so", simulation.at());
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
