package dev.podregistry.api;

import dev.podregistry.api.SnapshotWriter.Folded;
import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Snapshot;
import dev.podregistry.log.SnapshotStore;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import java.nio.file.Path;

/**
 * Where the reading of a directory's log begins.
 *
 * @param bookmark the last event that need not be read
 * @param folded the table after it
 */
record Start(Bookmark bookmark, Folded folded) {

    /** {@return the newest snapshot that the log leads to, or what the log begins with} */
    static Start of(Path directory, SnapshotStore store) {
        Snapshot snapshot = store.newest(bookmark -> ChronicleLogReader.leadsTo(directory, bookmark));
        if (snapshot != null) {
            return new Start(snapshot.bookmark(), Folded.of(snapshot));
        }
        Folded beginning = Folded.of(ChronicleLogReader.foundation(directory));
        return new Start(Bookmark.of(beginning.position()), beginning);
    }
}
