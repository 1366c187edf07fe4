package dev.podregistry.audit;

import dev.podregistry.decide.Command;
import dev.podregistry.decide.Decider;
import dev.podregistry.decide.Decision;
import dev.podregistry.decide.ScopeRequest;
import dev.podregistry.decide.Verdicts;
import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.log.Proposal;
import dev.podregistry.model.Actor;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.table.AllocationTable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** A long history in a small world: few names and paths, so that pods meet, and every kind of event comes often. */
public final class RandomHistory {

    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final int DEPTH = 3;
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final Random random;
    private final EventLog log;
    private final Instant[] now;
    private final Set<ProcessIdentity> dead = new HashSet<>();
    private AllocationTable table = AllocationTable.EMPTY;
    private long processes;
    private long commands;
    private long epochs = 1_800_000_000;

    private RandomHistory(EventLog log, Instant[] now, long seed) {
        this.log = log;
        this.now = now;
        this.random = new Random(seed);
    }

    /** {@return a log in memory with so many events or a few more} */
    public static MemoryLog log(long seed, int events) {
        Instant[] now = {NOON};
        MemoryLog memory = new MemoryLog(() -> now[0]);
        new RandomHistory(memory.open(LogPosition.START), now, seed).play(events);
        return memory;
    }

    /** Appends so many events or a few more to an empty log, which is opened with the clock that it is to have. */
    public static void write(long seed, int events, Function<InstantSource, EventLog> open) {
        Instant[] now = {NOON};
        try (EventLog log = open.apply(() -> now[0])) {
            new RandomHistory(log, now, seed).play(events);
        }
    }

    /** {@return the events of such a log} */
    static List<Recorded> events(long seed, int events) {
        List<Recorded> all = new ArrayList<>();
        log(seed, events).open(LogPosition.START).replay(1, all::add);
        return all;
    }

    private void play(int events) {
        while (table.sequence() < events) {
            int back = random.nextInt(100) == 0 ? -200 : random.nextInt(60);
            now[0] = now[0].plusSeconds(back);
            if (random.nextInt(12) == 0) {
                table.allocations().stream()
                        .skip(random.nextInt(table.size() + 1))
                        .findFirst()
                        .ifPresent(row -> dead.add(row.process()));
            }
            if (random.nextInt(60) == 0) {
                append(id -> new Proposal<>(List.of(new Event.Restored(++epochs)), ""));
            } else {
                run(command());
            }
        }
    }

    private void run(Command command) {
        Verdicts verdicts = dead::contains;
        append(id -> {
            Decision decision = Decider.decide(table, command, id, verdicts);
            return new Proposal<>(decision.events(), decision.answer());
        });
    }

    private void append(Function<CommandId, Proposal<?>> step) {
        CommandId id = new CommandId(new UUID(5, ++commands));
        Actor actor = new Actor("actor-" + random.nextInt(3));
        log.transact(new Origin(actor, id), event -> table = table.evolve(event), () -> step.apply(id));
    }

    private Command command() {
        int choice = random.nextInt(20);
        if (choice < 4) {
            Scope scope = new Scope(rules(2), random.nextInt(3) == 0 ? rules(2) : List.of());
            return new Command.Register(pod(), process(), PodSocket.NONE, ScopeRequest.of(scope), segment());
        }
        if (choice < 12) {
            return delegate();
        }
        if (choice < 14) {
            return new Command.Adopt(pod(), process(), segment(), null);
        }
        if (choice < 15) {
            return new Command.ChangeSegment(pod(), segment(), null);
        }
        return choice < 17
                ? new Command.Release(pod(), null)
                : new Command.ReclaimDelegated(pod(), pod(), List.<RuleRequest>copyOf(denied()));
    }

    private Command delegate() {
        PodName spawner = pod();
        Allocation row = table.find(spawner);
        boolean pass = row != null && !row.scope().allow().isEmpty() && random.nextBoolean();
        List<ScopeRule> allow = pass ? List.of(narrowed(row.scope().allow().get(0))) : rules(2);
        ScopeRequest authority =
                random.nextInt(3) == 0 ? null : ScopeRequest.of(new Scope(List.of(ScopeRule.write("/")), List.of()));
        return new Command.Delegate(spawner, pod(), process(), PodSocket.NONE, List.copyOf(allow), authority, null);
    }

    private ScopeRule narrowed(ScopeRule rule) {
        return rule.recursive() && rule.target().names().size() < DEPTH
                ? new ScopeRule(rule.target().child(NAMES.get(random.nextInt(NAMES.size()))), rule.permission(), true)
                : rule;
    }

    /** What is taken back should sometimes be what some pod is denied, or nothing ever comes back. */
    private List<ScopeRule> denied() {
        List<ScopeRule> denies = table.allocations().stream()
                .flatMap(row -> row.scope().deny().stream())
                .toList();
        return denies.isEmpty() || random.nextInt(4) == 0
                ? rules(2)
                : List.of(denies.get(random.nextInt(denies.size())));
    }

    private List<ScopeRule> rules(int most) {
        List<ScopeRule> rules = new ArrayList<>();
        for (int i = random.nextInt(most) + 1; i > 0; i--) {
            ScopePath target = ScopePath.ROOT;
            for (int depth = random.nextInt(DEPTH) + (random.nextInt(10) == 0 ? 0 : 1); depth > 0; depth--) {
                target = target.child(NAMES.get(random.nextInt(NAMES.size())));
            }
            Permission permission = random.nextInt(5) == 0 ? Permission.READ : Permission.WRITE;
            rules.add(new ScopeRule(target, permission, random.nextInt(4) > 0));
        }
        return rules;
    }

    private PodName pod() {
        return new PodName("p" + random.nextInt(14));
    }

    private ProcessIdentity process() {
        return new ProcessIdentity.BarePid(++processes);
    }

    private SegmentId segment() {
        return new SegmentId(new UUID(7, random.nextInt(30)));
    }
}
