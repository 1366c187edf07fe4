package dev.podregistry.cli.ask;

import dev.podregistry.audit.EventSelection;
import dev.podregistry.audit.Moved;
import dev.podregistry.audit.Outset;
import dev.podregistry.audit.Point;
import dev.podregistry.audit.Span;
import dev.podregistry.event.Recorded;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Consumer;

/** The last events of a stretch that a selection takes; no more than so many are kept. */
final class LogWindow implements Consumer<Recorded> {

    private final EventSelection selection;
    private final Span span;
    private final int size;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private Point point = Point.START;

    /**
     * An event of the log.
     *
     * @param before where the log stood before it
     * @param event the event
     * @param moved whom it moved up
     */
    record Entry(Point before, Recorded event, Moved moved) {

        /** {@return whether it is stamped earlier than the event before it} */
        boolean isBehind() {
            return before.time() != null && event.time().isBefore(before.time());
        }
    }

    LogWindow(EventSelection selection, Span span, int size) {
        this.selection = selection;
        this.span = span;
        this.size = size;
    }

    /** Takes where the history begins; before the first event, if at all. */
    void begin(Outset outset) {
        point = outset.at();
        selection.begin(outset);
    }

    @Override
    public void accept(Recorded event) {
        if (event.sequence() > span.last()) {
            return;
        }
        Point before = point;
        point = Point.after(event);
        if (selection.test(event) && span.contains(event.sequence())) {
            entries.addLast(new Entry(before, event, selection.moved()));
            if (entries.size() > size) {
                entries.removeFirst();
            }
        }
    }

    /** Gives the kept events to {@code sink}, oldest or newest first, and keeps them no longer. */
    void empty(boolean newestFirst, Consumer<Entry> sink) {
        Iterator<Entry> order = newestFirst ? entries.descendingIterator() : entries.iterator();
        order.forEachRemaining(sink);
        entries.clear();
    }

    int kept() {
        return entries.size();
    }

    long oldest() {
        Entry first = entries.peekFirst();
        return first == null ? 0 : first.event().sequence();
    }

    Point at() {
        return point;
    }
}
