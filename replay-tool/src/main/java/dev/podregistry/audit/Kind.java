package dev.podregistry.audit;

import dev.podregistry.event.Event;

/** The kinds of events, for filters and counts. */
public enum Kind {
    /** {@link Event.Registered}. */
    REGISTERED("Registered"),
    /** {@link Event.Delegated}. */
    DELEGATED("Delegated"),
    /** {@link Event.Adopted}. */
    ADOPTED("Adopted"),
    /** {@link Event.SegmentChanged}. */
    SEGMENT_CHANGED("SegmentChanged"),
    /** {@link Event.Released}. */
    RELEASED("Released"),
    /** {@link Event.Reclaimed}. */
    RECLAIMED("Reclaimed"),
    /** {@link Event.Restored}. */
    RESTORED("Restored");

    private static final Event.Visitor<Kind> OF = new Event.Visitor<>() {
        @Override
        public Kind registered(Event.Registered event) {
            return REGISTERED;
        }

        @Override
        public Kind delegated(Event.Delegated event) {
            return DELEGATED;
        }

        @Override
        public Kind adopted(Event.Adopted event) {
            return ADOPTED;
        }

        @Override
        public Kind segmentChanged(Event.SegmentChanged event) {
            return SEGMENT_CHANGED;
        }

        @Override
        public Kind released(Event.Released event) {
            return RELEASED;
        }

        @Override
        public Kind reclaimed(Event.Reclaimed event) {
            return RECLAIMED;
        }

        @Override
        public Kind restored(Event.Restored event) {
            return RESTORED;
        }
    };

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    /** {@return the kind of {@code event}} */
    public static Kind of(Event event) {
        return event.accept(OF);
    }

    /** {@return whether a count of them is worth telling: that there was no restore is a matter of course} */
    public boolean isTold(long count) {
        return this != RESTORED || count > 0;
    }

    @Override
    public String toString() {
        return label;
    }
}
