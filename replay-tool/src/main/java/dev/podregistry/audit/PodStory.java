package dev.podregistry.audit;

import dev.podregistry.event.Event;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.PodName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Everything that happened to the pods of one name, life by life, and what they did to others. */
public final class PodStory implements Consumer<Recorded> {

    private final PodName pod;
    private final long last;
    private final List<List<Recorded>> lives = new ArrayList<>();
    private Point point = Point.START;
    private boolean alive;

    /**
     * Creates a story.
     *
     * @param pod the name
     * @param last the sequence of the last event to take in; {@link Long#MAX_VALUE} for all
     */
    public PodStory(PodName pod, long last) {
        this.pod = pod;
        this.last = last;
    }

    @Override
    public void accept(Recorded recorded) {
        if (recorded.sequence() > last) {
            return;
        }
        point = Point.after(recorded);
        Event event = recorded.event();
        if (!EventSelection.involves(event, pod)) {
            return;
        }
        boolean own = event.pod().equals(pod);
        boolean begins = own && (event instanceof Event.Registered || event instanceof Event.Delegated);
        if (begins || lives.isEmpty()) {
            lives.add(new ArrayList<>());
        }
        lives.get(lives.size() - 1).add(recorded);
        alive = begins || (alive && !(own && EventSelection.endsPod(event)));
    }

    /** {@return the name} */
    public PodName pod() {
        return pod;
    }

    /** {@return where the story was told up to} */
    public Point at() {
        return point;
    }

    /** {@return whether a pod of that name is live there} */
    public boolean isLive() {
        return alive;
    }

    /** {@return each life's events, from the one that gave the name an allocation to the one that took it away} */
    public List<Life> lives() {
        return lives.stream().map(Life::new).toList();
    }

    /**
     * What happened to one holder of the name.
     *
     * @param events the events, in order
     */
    public record Life(List<Recorded> events) {

        public Life {
            events = List.copyOf(events);
        }
    }
}
