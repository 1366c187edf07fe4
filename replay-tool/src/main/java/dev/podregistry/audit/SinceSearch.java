package dev.podregistry.audit;

import dev.podregistry.event.Recorded;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the first event stamped with a time or a later one, in events taken in the order of the log. */
public final class SinceSearch implements Consumer<Recorded> {

    private final Instant time;
    private long found = Long.MAX_VALUE;
    private @Nullable Point earlierStamped;

    /**
     * Creates a search.
     *
     * @param moment the time to look for
     */
    public SinceSearch(Moment.Time moment) {
        this.time = moment.first();
    }

    @Override
    public void accept(Recorded event) {
        boolean earlier = event.time().isBefore(time);
        if (!earlier && found == Long.MAX_VALUE) {
            found = event.sequence();
        } else if (earlier && found != Long.MAX_VALUE && earlierStamped == null) {
            earlierStamped = Point.after(event);
        }
    }

    /** {@return the sequence of the first event that is not earlier than the time; {@link Long#MAX_VALUE} for none} */
    public long found() {
        return found;
    }

    /**
     * {@return the first event that comes after the found one although it is stamped with an earlier time than the one
     * asked for, or null: then the clock ran forwards around it}
     */
    public @Nullable Point earlierStamped() {
        return earlierStamped;
    }
}
