package dev.podregistry.log.json;

import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.TakenBack;

/**
 * The versions of what is stored, and the lowest that can say a thing: it is the one that is written.
 *
 * <p>So nearly all that is written stays readable for a program that knows less. Version 2 adds the restore from a backup, and
 * the {@code scope} of a take-back, for one that asked for more than it got.
 */
final class Schema {

    /** The highest version that is read and written. */
    static final int NEWEST = 2;

    private Schema() {}

    static int of(Event event) {
        boolean asksMore = event instanceof Event.Reclaimed reclaimed
                && reclaimed.cause() instanceof TakenBack taken
                && !taken.isAllThatWasAsked();
        return asksMore || event instanceof Event.Restored ? 2 : 1;
    }

    /** Refuses a version that nothing here can read. */
    static void check(Fields holder, long schema) {
        if (schema > NEWEST) {
            throw UnreadableEventException.newerThan(NEWEST, schema);
        }
        if (schema < 1) {
            throw holder.defect("schema", schema + " never existed");
        }
    }
}
