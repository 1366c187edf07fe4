package dev.podregistry.log.chronicle.raw;

import dev.podregistry.event.LogPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where reading begins in the files of events.
 *
 * @param day the number of the file
 * @param offset where in it
 * @param begun the events before that place with which the history begins, in the rest of a transaction
 */
record RawStart(int day, long offset, List<RawRecord> begun) {

    /** The beginning of the first file. */
    static final RawStart BEGINNING = new RawStart(0, 0, List.of());

    /**
     * {@return where the files go on from a point, whatever lies before it; null when nothing in them tells that the log
     * ever stood there}
     */
    static @Nullable RawStart after(LogPosition point, List<Path> days) throws IOException {
        RawStart behind = null;
        for (int i = days.size() - 1; i >= 0; i--) {
            try (RawDay day = RawDay.open(days.get(i))) {
                RawRecord next = day.record(0, record -> record.goesOnFrom(point));
                if (next != null) {
                    return in(day, i, next, point);
                }
                RawRecord last = day.record(0, record -> record.link().hash().equals(point.hash()));
                behind = last == null ? behind : in(day, i, last, point);
            }
        }
        return behind;
    }

    private static @Nullable RawStart in(RawDay day, int number, RawRecord record, LogPosition point)
            throws IOException {
        for (RawDay.Doc document : day.documents()) {
            if (document.data() && document.content() <= record.offset() && record.end() <= document.end()) {
                List<RawRecord> records = day.records(document);
                return records == null
                        ? null
                        : new RawStart(
                                number,
                                document.next(),
                                records.stream()
                                        .filter(each -> each.sequence() > point.sequence())
                                        .toList());
            }
        }
        return null;
    }
}
