package dev.podregistry.cli.report;

import dev.podregistry.audit.Kind;
import dev.podregistry.audit.Step;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.ProcessDead;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events, in order of the log. */
final class EventRows {

    /** The causes of a reclaim, as the page names them. */
    static final List<String> CAUSES = List.of("dead", "taken back", "taken back afterwards");

    /** Stands for the pod of an event that is about none. */
    private static final String WHOLE_TABLE = "the whole table";

    private static final int NONE = -1;

    private final Texts pods;
    private final Lives lives;
    private final Texts actors = new Texts();
    /** Some seventy thousand years from now. */
    private static final long FARTHEST_SECOND = (1L << 51) / 1_000;

    private final Column time;
    private final Column kind;
    private final Column actor;
    private final Column life;
    private final Column pod;
    private final Column other;
    private final Column pid;
    private final Column cause;

    EventRows(Columns columns, Texts pods, Lives lives) {
        this.pods = pods;
        this.lives = lives;
        this.time = columns.addDelta("event.time");
        this.kind = columns.add("event.kind");
        this.actor = columns.add("event.actor");
        this.life = columns.add("event.life");
        this.pod = columns.add("event.pod");
        this.other = columns.add("event.other");
        this.pid = columns.add("event.pid");
        this.cause = columns.add("event.cause");
    }

    /** {@return the time, or the farthest that a browser can tell apart from another and subtract} */
    private static long millis(Instant time) {
        long seconds = Math.max(-FARTHEST_SECOND, Math.min(time.getEpochSecond(), FARTHEST_SECOND));
        return seconds * 1_000 + time.getNano() / 1_000_000;
    }

    void take(Step step) {
        Event event = step.event();
        PodName about = event.pod();
        Allocation after = about == null ? null : step.after().find(about);
        Allocation before = about == null ? null : step.before().find(about);
        PodName involved = other(event);
        ProcessIdentity process = process(event);
        time.add(millis(step.recorded().time()));
        kind.add(Kind.of(event).ordinal());
        actor.add(actors.place(step.recorded().origin().actor().value()));
        life.add(lives.of(after == null ? before : after));
        pod.add(pods.place(about == null ? WHOLE_TABLE : about.value()));
        other.add(involved == null ? NONE : lives.of(step.before().find(involved)));
        pid.add(process == null ? NONE : process.pid());
        cause.add(cause(event));
    }

    private static @Nullable PodName other(Event event) {
        if (event instanceof Event.Delegated delegated) {
            return delegated.spawner();
        }
        return event instanceof Event.Reclaimed reclaimed && reclaimed.cause() instanceof TakenBack taken
                ? taken.parent()
                : null;
    }

    private static @Nullable ProcessIdentity process(Event event) {
        if (event instanceof Event.Registered registered) {
            return registered.process();
        }
        if (event instanceof Event.Adopted adopted) {
            return adopted.process();
        }
        return event instanceof Event.Reclaimed reclaimed && reclaimed.cause() instanceof ProcessDead dead
                ? dead.process()
                : null;
    }

    private static int cause(Event event) {
        if (!(event instanceof Event.Reclaimed reclaimed)) {
            return NONE;
        }
        return reclaimed.cause() instanceof TakenBack taken ? taken.removed() ? 1 : 2 : 0;
    }

    Texts actors() {
        return actors;
    }
}
