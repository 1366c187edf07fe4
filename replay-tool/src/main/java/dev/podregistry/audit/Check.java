package dev.podregistry.audit;

import java.util.List;

/**
 * One thing that a verification looked at.
 *
 * @param subject what
 * @param status how it stands
 * @param upTo the sequence of the last event it could be checked for
 * @param findings what was found, in order of the log; the first twenty
 */
public record Check(Subject subject, Status status, long upTo, List<Finding> findings) {

    public Check {
        findings = List.copyOf(findings);
    }

    /** What a verification looks at. */
    public enum Subject {
        /** Sequences without gaps, and each hash that of the hash before and of what is stored. */
        CHAIN("chain"),
        /** Every event could have been decided on the table before it. */
        HISTORY("history"),
        /** After every event no path had two writers. */
        WRITERS("writers"),
        /** The times of the events; they prove nothing, so going backwards is worth a note only. */
        CLOCK("clock"),
        /** Each snapshot holds the table that the events lead to. */
        SNAPSHOT("snapshot");

        private final String label;

        Subject(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /** How it stands. */
    public enum Status {
        /** Nothing was found. */
        OK,
        /** Something is worth knowing. */
        NOTE,
        /** It does not hold. */
        FAILED
    }

    /**
     * Something found.
     *
     * @param sequence the event it was found at
     * @param text what, as a phrase about that event
     */
    public record Finding(long sequence, String text) {}
}
