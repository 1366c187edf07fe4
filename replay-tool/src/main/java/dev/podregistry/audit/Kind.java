package dev.podregistry.audit;

import dev.podregistry.event.Event;
import java.util.Locale;

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

    /**
     * {@return the kind named {@code text}, whatever the case and with or without hyphens}
     *
     * @throws IllegalArgumentException when there is none, naming those there are
     */
    public static Kind named(String text) {
        String plain = text.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
        for (Kind kind : values()) {
            if (kind.label.toLowerCase(Locale.ROOT).equals(plain)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("\"" + text
                + "\" is no kind of event; there are Registered, Delegated, Adopted, SegmentChanged, Released, Reclaimed,"
                + " Restored");
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
