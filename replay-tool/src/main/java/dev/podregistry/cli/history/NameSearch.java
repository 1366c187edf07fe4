package dev.podregistry.cli.history;

import dev.podregistry.audit.Outset;
import dev.podregistry.cli.text.DidYouMean;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Actor;
import dev.podregistry.model.PodName;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks whether a pod, and an actor, that a question is about ever were in a log, and for names like theirs. */
public final class NameSearch implements Consumer<Recorded> {

    private final @Nullable Sought pod;
    private final @Nullable Sought actor;
    private long last;

    public NameSearch(@Nullable PodName pod, @Nullable Actor actor) {
        this.pod = pod == null ? null : new Sought(pod.value());
        this.actor = actor == null ? null : new Sought(actor.value());
    }

    /** Takes where the history begins; before the first event, if at all. */
    public void begin(Outset outset) {
        last = outset.sequence();
        if (pod != null) {
            outset.table().allocations().forEach(row -> pod.see(row.pod().value()));
        }
    }

    @Override
    public void accept(Recorded recorded) {
        last = recorded.sequence();
        if (actor != null) {
            actor.see(recorded.origin().actor().value());
        }
        if (pod != null) {
            see(pod, recorded.event());
        }
    }

    private static void see(Sought pod, Event event) {
        PodName about = event.pod();
        if (about != null) {
            pod.see(about.value());
        }
        if (event instanceof Event.Delegated delegated) {
            pod.see(delegated.spawner().value());
        } else if (event instanceof Event.Reclaimed reclaimed && reclaimed.cause() instanceof TakenBack taken) {
            pod.see(taken.parent().value());
        }
    }

    /** {@return that there never was such a pod, or such an actor, and who may be meant; null when there was} */
    @Nullable
    public String complaint() {
        if (pod != null && !pod.seen) {
            return "no pod named " + pod.name + " is in the log up to #" + last + pod.like.offer();
        }
        return actor != null && !actor.seen
                ? "nobody named " + actor.name + " asked for anything in the log up to #" + last + actor.like.offer()
                : null;
    }

    /** A name that is looked for. */
    private static final class Sought {

        private final String name;
        private final DidYouMean like;
        private boolean seen;

        Sought(String name) {
            this.name = name;
            this.like = new DidYouMean(name);
        }

        void see(String other) {
            if (!seen) {
                seen = other.equals(name);
                like.consider(other);
            }
        }
    }
}
