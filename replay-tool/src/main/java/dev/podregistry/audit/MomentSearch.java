package dev.podregistry.audit;

import dev.podregistry.event.Recorded;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the last event stamped with a time or an earlier one, in events taken in the order of the log. */
public final class MomentSearch implements Consumer<Recorded> {

    private final Instant first;
    private final Instant time;
    private Point earlier = Point.START;
    private Point found = Point.START;
    private @Nullable Point laterStamped;
    private @Nullable Point before;

    /**
     * Creates a search.
     *
     * @param moment the time to look for
     */
    public MomentSearch(Moment.Time moment) {
        this.first = moment.first();
        this.time = moment.last();
    }

    /** Takes where the history begins; before the first event, if at all. */
    public void begin(Outset outset) {
        earlier = outset.at();
        found = outset.at();
    }

    @Override
    public void accept(Recorded event) {
        if (event.time().isBefore(first)) {
            earlier = Point.after(event);
        }
        if (!event.time().isAfter(time)) {
            found = Point.after(event);
            before = laterStamped;
        } else if (laterStamped == null) {
            laterStamped = Point.after(event);
        }
    }

    /** {@return the point right after the last event that is not later than the time} */
    public Point found() {
        return found;
    }

    /** {@return whether the time is more than an instant, and events are of it} */
    public boolean isStretch() {
        return first.isBefore(time) && earlier.sequence() < found.sequence();
    }

    /** {@return the point right after the last event that is earlier than the first instant of the time} */
    public Point earlier() {
        return earlier;
    }

    /**
     * {@return an event that comes before the found one although it is stamped with a later time than the one asked
     * for, or null: then the clock ran forwards around it}
     */
    public @Nullable Point laterStamped() {
        return before;
    }
}
