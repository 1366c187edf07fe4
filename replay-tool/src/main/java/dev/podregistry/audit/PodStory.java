package dev.podregistry.audit;

import dev.podregistry.event.Event;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.PodName;
import java.util.function.Consumer;

/**
 * Everything that happened to the pods of one name, life by life, and what they did to others; each event is told as it
 * comes.
 */
public final class PodStory implements Consumer<Recorded> {

    private final PodName pod;
    private final long last;
    private final Consumer<Told> sink;
    private final Family family = new Family();
    private Point point = Point.START;
    private int lives;
    private boolean alive;
    private boolean begun;

    /**
     * Creates a story.
     *
     * @param pod the name
     * @param last the sequence of the last event to take in; {@link Long#MAX_VALUE} for all
     * @param sink takes what is told
     */
    public PodStory(PodName pod, long last, Consumer<Told> sink) {
        this.pod = pod;
        this.last = last;
        this.sink = sink;
    }

    /**
     * An event of the story.
     *
     * @param life which holder of the name it belongs to, from 1; 0 before the first, as when a pod takes back what it had
     *     lent to one that was never live
     * @param recorded the event
     * @param moved whom it moved up, perhaps the pod itself
     */
    public record Told(int life, Recorded recorded, Moved moved) {}

    /** Takes where the history begins; before the first event, if at all. */
    public void begin(Outset outset) {
        point = outset.at();
        family.begin(outset);
        alive = outset.table().find(pod) != null;
        begun = alive;
        lives = alive ? 1 : 0;
    }

    @Override
    public void accept(Recorded recorded) {
        if (recorded.sequence() > last) {
            return;
        }
        point = Point.after(recorded);
        Event event = recorded.event();
        Moved moved = family.take(recorded);
        if (!EventSelection.involves(event, moved, pod)) {
            return;
        }
        boolean own = pod.equals(event.pod());
        boolean begins = own && (event instanceof Event.Registered || event instanceof Event.Delegated);
        lives += begins ? 1 : 0;
        begun = true;
        alive = begins || (alive && !(own && EventSelection.endedPod(event) != null));
        sink.accept(new Told(lives, recorded, moved));
    }

    /** {@return the name} */
    public PodName pod() {
        return pod;
    }

    /** {@return where the story was told up to} */
    public Point at() {
        return point;
    }

    /** {@return whether any event was told} */
    public boolean hasBegun() {
        return begun;
    }

    /** {@return whether a pod of that name is live there} */
    public boolean isLive() {
        return alive;
    }

    /** {@return how many holders the name has had so far} */
    public int lives() {
        return lives;
    }
}
