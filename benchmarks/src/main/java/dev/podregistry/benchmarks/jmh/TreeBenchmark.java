package dev.podregistry.benchmarks.jmh;

import dev.podregistry.decide.Command;
import dev.podregistry.decide.Decider;
import dev.podregistry.decide.Decision;
import dev.podregistry.decide.ScopeRequest;
import dev.podregistry.decide.Verdicts;
import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.table.AllocationTable;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Decisions on tables of an extreme shape, and the table after them. */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TreeBenchmark {

    private static final ProcessIdentity PROCESS = new ProcessIdentity.BarePid(1);
    private static final Authority OWN = new Authority.OwnScope();

    /** How the pods stand to each other. */
    public enum Shape {
        /** Each was delegated to by the one before, and may write all that it may. */
        CHAIN {
            @Override
            Event next(int number) {
                PodName pod = pod(number);
                List<ScopeRule> rules = List.of(ScopeRule.write("/w"));
                return number == 0
                        ? registered(pod, rules)
                        : new Event.Delegated(pod, pod(number - 1), PROCESS, PodSocket.NONE, rules, OWN);
            }
        },
        /** Each has a folder of its own, all in one. */
        SIBLINGS {
            @Override
            Event next(int number) {
                return registered(pod(number), List.of(ScopeRule.write("/w/" + number)));
            }
        };

        abstract Event next(int number);
    }

    /** How the pods stand to each other. */
    @Param
    public Shape shape = Shape.CHAIN;

    /** How many pods there are. */
    @Param("1000")
    public int size = 1_000;

    private final CommandId id = CommandId.random();
    private final SegmentId segment = new SegmentId(UUID.randomUUID());
    private AllocationTable table;

    /** Makes the table. */
    @Setup
    public void grow() {
        AllocationTable grown = AllocationTable.EMPTY;
        for (int number = 0; number < size; number++) {
            grown = grown.evolve(shape.next(number));
        }
        table = grown;
    }

    /** Asks for everything, and is refused. */
    @Benchmark
    public Decision refusedRoot() {
        return register("/", false);
    }

    /** Asks for what one pod holds, and is refused. */
    @Benchmark
    public Decision refusedOne() {
        return register("/w/7/src", false);
    }

    /** Asks for what nobody is near to, and gets it. */
    @Benchmark
    public AllocationTable grantedElsewhere() {
        return after(register("/v/new", true));
    }

    /** Asks for what is in the crowd, and gets it; for siblings only. */
    @Benchmark
    public AllocationTable grantedBeside() {
        return after(register("/w/new", true));
    }

    /** The newest pod delegates once more. */
    @Benchmark
    public AllocationTable delegated() {
        ScopeRule rule = shape == Shape.CHAIN ? ScopeRule.write("/w") : ScopeRule.write("/w/" + (size - 1));
        Command command = new Command.Delegate(
                pod(size - 1), new PodName("new"), null, PodSocket.NONE, List.of(rule), null, null);
        return after(decide(command, true));
    }

    /** The newest pod goes. */
    @Benchmark
    public AllocationTable released() {
        return after(decide(new Command.Release(pod(size - 1), null), true));
    }

    private Decision register(String target, boolean granted) {
        ScopeRequest scope = ScopeRequest.of(new Scope(List.of(ScopeRule.write(target)), List.of()));
        Command command = new Command.Register(new PodName("new"), PROCESS, PodSocket.NONE, scope, segment);
        return decide(command, granted);
    }

    private Decision decide(Command command, boolean granted) {
        Decision decision = Decider.decide(table, command, id, Verdicts.ALL_ALIVE);
        if (decision.events().isEmpty() == granted) {
            throw new IllegalStateException(command + " was answered with " + decision.answer());
        }
        return decision;
    }

    private AllocationTable after(Decision decision) {
        AllocationTable evolved = table;
        for (Event event : decision.events()) {
            evolved = evolved.evolve(event);
        }
        return evolved;
    }

    private static PodName pod(int number) {
        return new PodName("pod-" + number);
    }

    private static Event registered(PodName pod, List<ScopeRule> rules) {
        return new Event.Registered(pod, PROCESS, PodSocket.NONE, rules, List.of(), new SegmentId(UUID.randomUUID()));
    }
}
