package dev.podregistry.event;

/**
 * A point between the events of a log, and a hint where the log keeps them.
 *
 * <p>The hint can be wrong, as when the log was copied piece by piece: a log never trusts it, it only begins looking there.
 *
 * @param position the point
 * @param hint what {@code LogReader.hint} said when the log had been read no further than to the point; {@link #NO_HINT}
 *     for none
 */
public record Bookmark(LogPosition position, long hint) {

    /** No hint: the log is read from its beginning. */
    public static final long NO_HINT = -1;

    /** {@return the point, without a hint} */
    public static Bookmark of(LogPosition position) {
        return new Bookmark(position, NO_HINT);
    }
}
