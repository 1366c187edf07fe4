package dev.podregistry.cli;

import dev.podregistry.decide.Answer;
import dev.podregistry.decide.Command;
import dev.podregistry.decide.Command.Adopt;
import dev.podregistry.decide.Command.ChangeSegment;
import dev.podregistry.decide.Command.Delegate;
import dev.podregistry.decide.Command.ReclaimStale;
import dev.podregistry.decide.Command.Register;
import dev.podregistry.decide.Command.Release;
import dev.podregistry.decide.Decider;
import dev.podregistry.decide.Decision;
import dev.podregistry.decide.ScopeRequest;
import dev.podregistry.decide.Verdicts;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.EventSink;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.log.Proposal;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.table.AllocationTable;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells a history to a log, command by command, so that every run makes the same events; the clock is in its hands. */
public final class Story {

    public static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final Set<Long> dead = new HashSet<>();
    private final EventLog log;
    private AllocationTable table = AllocationTable.EMPTY;
    private int commands;

    public Story(EventLog log) {
        this.log = log;
    }

    /** {@return a log in memory, and tells it with the clock of a story} */
    public static MemoryLog shop() {
        Instant[] now = {NOON};
        MemoryLog log = new MemoryLog(() -> now[0]);
        tellShop(new Story(log.open(LogPosition.START)), now);
        return log;
    }

    /** Tells a story with every kind of event, in which the clock goes backwards at #10. */
    public static void tellShop(Story story, Instant[] clock) {
        Runnable minute = () -> clock[0] = clock[0].plusSeconds(60);
        story.register("orchestrator", 100, scope(ScopeRule.read("/srv/shop")), 1);
        minute.run();
        story.delegate(
                "orchestrator",
                "coder-checkout",
                new Scope(
                        List.of(ScopeRule.write("/srv/shop/services")),
                        List.of(ScopeRule.write("/srv/shop/services/legal"))),
                ScopeRule.write("/srv/shop/services/checkout"));
        minute.run();
        story.adopt("coder-checkout", 200, 2);
        minute.run();
        story.delegate("coder-checkout", "tester", null, ScopeRule.write("/srv/shop/services/checkout/test"));
        minute.run();
        story.adopt("tester", 300, 3);
        minute.run();
        story.tell(new ChangeSegment(new PodName("orchestrator"), segment(11), null));
        minute.run();
        story.tell(new Register(
                new PodName("docs-writer"),
                process(400),
                new PodSocket("/run/docs.sock"),
                ScopeRequest.of(new Scope(
                        List.of(ScopeRule.write("/srv/handbook")),
                        List.of(ScopeRule.write("/srv/handbook/legal").shallow()))),
                segment(4)));
        minute.run();
        story.dead.add(200L);
        story.tell(new ReclaimStale());
        minute.run();
        story.delegate(
                "orchestrator",
                "coder-rescue",
                scope(ScopeRule.write("/srv/shop/services")),
                ScopeRule.write("/srv/shop/services/checkout/src"));
        clock[0] = clock[0].minusSeconds(90);
        story.tell(new Release(new PodName("docs-writer"), null));
    }

    public static Scope scope(ScopeRule... allow) {
        return new Scope(List.of(allow), List.of());
    }

    static ProcessIdentity process(long pid) {
        return new ProcessIdentity.Linux("host", "boot", "pid:[1]", pid, pid * 10);
    }

    static SegmentId segment(int number) {
        return new SegmentId(new UUID(0x7000, 0x8000_0000_0000_0000L + number));
    }

    public void register(String pod, long pid, Scope scope, int segment) {
        tell(new Register(new PodName(pod), process(pid), PodSocket.NONE, ScopeRequest.of(scope), segment(segment)));
    }

    void delegate(String spawner, String pod, @Nullable Scope authority, ScopeRule... allow) {
        tell(new Delegate(
                new PodName(spawner),
                new PodName(pod),
                null,
                PodSocket.NONE,
                List.of(allow),
                authority == null ? null : ScopeRequest.of(authority),
                null));
    }

    void adopt(String pod, long pid, int segment) {
        tell(new Adopt(new PodName(pod), process(pid), segment(segment), null));
    }

    void tell(Command command) {
        commands++;
        CommandId id = new CommandId(new UUID(0x4000, 0x8000_0000_0000_0000L + commands));
        Verdicts verdicts = process -> dead.contains(process.pid());
        EventSink fold = event -> table = table.evolve(event);
        Answer answer = log.transact(new Origin(new Actor("ci"), id), fold, () -> {
            Decision decision = Decider.decide(table, command, id, verdicts);
            return new Proposal<>(decision.events(), decision.answer());
        });
        if (answer instanceof Answer.Refused refused) {
            throw new IllegalStateException(refused.refusal().message());
        }
    }
}
