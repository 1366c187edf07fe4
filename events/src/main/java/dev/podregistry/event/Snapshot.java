package dev.podregistry.event;

/**
 * A table as it was at a point of a log: whoever has it need not read what the log holds before.
 *
 * @param bookmark the point
 * @param table the table there
 */
public record Snapshot(Bookmark bookmark, TableSnapshot table) {

    /**
     * Checks that the two belong together.
     *
     * @throws IllegalArgumentException when the table is not of that point
     */
    public Snapshot {
        if (bookmark.position().sequence() != table.sequence()) {
            throw new IllegalArgumentException(
                    "the table is of #" + table.sequence() + ", the bookmark at " + bookmark.position());
        }
    }
}
