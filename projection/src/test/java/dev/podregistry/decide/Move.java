package dev.podregistry.decide;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** One step of a random history: a command, or the crash of a pod's process. */
sealed interface Move {

    /**
     * A command; a process in it is replaced by a fresh one.
     *
     * @param command the command
     */
    record Do(Command command) implements Move {}

    /**
     * A live pod delegates one of its own rules, or a part of it, so that long chains come about.
     *
     * @param spawner the pod that delegates
     * @param pod the child
     * @param which which of the rules
     * @param name narrows the rule by this name; empty for the whole rule
     */
    record PassOn(PodName spawner, PodName pod, int which, String name) implements Move {}

    /**
     * The process of a pod dies, if the pod is live.
     *
     * @param pod the pod
     */
    record Crash(PodName pod) implements Move {}

    /** Plays moves on a log in memory. */
    final class Play {

        final LiveTable live;
        private final Set<ProcessIdentity> dead = new HashSet<>();
        private long processes;

        private Play(LiveTable live) {
            this.live = live;
        }

        static Play on(LiveTable live) {
            return new Play(live);
        }

        static Play of(List<Move> moves, Consumer<AllocationTable> afterEach) {
            Play play = new Play(new LiveTable(new MemoryLog(InstantSource.system()).open(LogPosition.START)));
            for (Move move : moves) {
                play.move(move);
                afterEach.accept(play.live.table());
            }
            return play;
        }

        static AllocationTable tableAfter(List<Move> moves) {
            return of(moves, table -> {}).live.table();
        }

        void move(Move move) {
            if (move instanceof Do step) {
                live.run(withFreshProcess(step.command()), dead::contains);
            } else if (move instanceof PassOn step) {
                passOn(step);
            } else if (move instanceof Crash crash) {
                Allocation row = live.table().find(crash.pod());
                if (row != null) {
                    dead.add(row.process());
                }
            }
        }

        private void passOn(PassOn step) {
            Allocation spawner = live.table().find(step.spawner());
            if (spawner == null || spawner.scope().allow().isEmpty()) {
                return;
            }
            ScopeRule rule = spawner.scope()
                    .allow()
                    .get(step.which() % spawner.scope().allow().size());
            boolean narrow = rule.recursive()
                    && rule.target().names().size() < 3
                    && !step.name().isEmpty();
            ScopeRule passed = narrow ? new ScopeRule(rule.target().child(step.name()), rule.permission(), true) : rule;
            live.run(
                    new Command.Delegate(
                            step.spawner(), step.pod(), fresh(), PodSocket.NONE, List.of(passed), null, null),
                    dead::contains);
        }

        private Command withFreshProcess(Command command) {
            if (command instanceof Command.Register c) {
                return new Command.Register(c.pod(), fresh(), c.socket(), c.scope(), c.segment());
            }
            if (command instanceof Command.Delegate c && c.process() != null) {
                return new Command.Delegate(
                        c.spawner(), c.pod(), fresh(), c.socket(), c.allow(), c.delegationScope(), c.token());
            }
            return command instanceof Command.Adopt c
                    ? new Command.Adopt(c.pod(), fresh(), c.segment(), c.token())
                    : command;
        }

        private ProcessIdentity fresh() {
            return new ProcessIdentity.BarePid(++processes);
        }
    }

    static Arbitrary<List<Move>> histories() {
        return moves().list().ofMinSize(1).ofMaxSize(160).withSizeDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Move> moves() {
        return Arbitraries.frequencyOf(
                Tuple.of(9, commands().map(Do::new)),
                Tuple.of(1, Universe.pods().map(Crash::new)));
    }

    static Arbitrary<Command> commands() {
        ProcessIdentity anyProcess = new ProcessIdentity.BarePid(1);
        Arbitrary<PodName> pods = Universe.pods();
        return Arbitraries.frequencyOf(
                Tuple.of(
                        4,
                        Combinators.combine(pods, Universe.scopes().map(ScopeRequest::of), Universe.segments())
                                .as((pod, scope, segment) ->
                                        new Command.Register(pod, anyProcess, PodSocket.NONE, scope, segment))),
                Tuple.of(
                        14,
                        Combinators.combine(
                                        pods,
                                        pods,
                                        Arbitraries.of(anyProcess).injectNull(0.3),
                                        Universe.ruleLists(2),
                                        authorities())
                                .as((spawner, pod, process, allow, authority) -> new Command.Delegate(
                                        spawner, pod, process, PodSocket.NONE, List.copyOf(allow), authority, null))),
                Tuple.of(
                        4,
                        Combinators.combine(
                                        pods,
                                        Universe.segments(),
                                        Universe.tokens().injectNull(0.8))
                                .as((pod, segment, token) -> new Command.Adopt(pod, anyProcess, segment, token))),
                Tuple.of(
                        2,
                        Combinators.combine(
                                        pods,
                                        Universe.segments(),
                                        Universe.tokens().injectNull(0.8))
                                .as(Command.ChangeSegment::new)),
                Tuple.of(
                        2,
                        Combinators.combine(pods, Universe.tokens().injectNull(0.7))
                                .as(Command.Release::new)),
                Tuple.of(
                        2,
                        Combinators.combine(pods, pods, Universe.ruleLists(3))
                                .as((parent, child, scope) ->
                                        new Command.ReclaimDelegated(parent, child, List.copyOf(scope)))),
                Tuple.of(1, Arbitraries.of(new Command.ReclaimStale())));
    }

    private static Arbitrary<ScopeRequest> authorities() {
        Scope all = new Scope(List.of(ScopeRule.write("/")), List.of());
        return Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.of(all)), Tuple.of(1, Universe.scopes()))
                .map(ScopeRequest::of)
                .injectNull(0.3);
    }
}
