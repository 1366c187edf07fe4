package dev.podregistry.log.chronicle.raw;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.disk.Confirmed;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.file.FoundationFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a queue is as a writer leaves it that is killed at any moment, so that the next one can go on in it.
 *
 * <p>It looks at the newest events only, back to the first one that a later one knows to have been on the disk, or through
 * all of that one's file; what lies further back, end marks included, no loss of power can have touched, and reading finds
 * whatever else happened to it.
 */
public final class Inspection {

    private @Nullable RawRecord next;
    private long newest;
    private long synced;
    private boolean proven;
    private boolean followed;
    private long end;

    private final Extent extent;

    private Inspection(Extent extent) {
        this.extent = extent;
    }

    /** How far back an inspection goes. */
    public enum Extent {
        /** To the first event that is known to have been on the disk: a loss of power has done no more. */
        EVENTS,
        /** To the beginning of that event's file, so that it finds more of what else may have happened. */
        FILES,
        /** To the beginning of the log. */
        ALL
    }

    /** {@return whether a writer can go on, looking through whole files} */
    public static boolean isSound(Path queue) throws IOException {
        return isSound(queue, Extent.FILES);
    }

    /**
     * {@return whether a writer can go on}
     *
     * @param queue the folder with the files of events
     * @param extent how far back to look
     */
    public static boolean isSound(Path queue, Extent extent) throws IOException {
        return fault(queue, extent) == null;
    }

    /**
     * What keeps a writer from going on.
     *
     * @param file a file, or the folder of all
     * @param end where it ends, so that it is another fault when a writer has gone on there
     */
    private record Fault(Path file, long end) {}

    /** {@return what keeps a writer from going on: a file, or the folder itself; null when nothing does} */
    static @Nullable Path fault(Path queue, Extent extent) throws IOException {
        Fault fault = Confirmed.by(() -> look(queue, extent));
        return fault == null ? null : fault.file();
    }

    private static @Nullable Fault look(Path queue, Extent extent) throws IOException {
        Witness witness = Witness.of(queue);
        List<Path> days = RegistryDirectory.days(queue);
        Path partial = partial(queue, days);
        if (partial != null) {
            return new Fault(partial, 0);
        }
        LogPosition first = FoundationFiles.in(queue).first();
        Inspection inspection = new Inspection(extent);
        inspection.newest = first.sequence();
        for (int i = days.size() - 1; i >= 0 && !(inspection.proven && extent != Extent.ALL); i--) {
            try (RawDay day = RawDay.open(days.get(i))) {
                if (!inspection.isSound(day)) {
                    return new Fault(day.path(), inspection.end);
                }
            }
        }
        if (!inspection.proven && !isBehind(first, inspection.next)) {
            return new Fault(queue, 0);
        }
        LostFile lost = LostFile.of(queue);
        Path file = lost != null ? lost.file() : witness.beyond(inspection.newest) > 0 ? queue : null;
        return file == null ? null : new Fault(file, inspection.newest);
    }

    /**
     * {@return whether no file was cut off, so that all of them can be mapped, each has its beginning, as has the table, and
     * each goes on after the one before it, which ends in a mark}
     */
    public static boolean areWhole(Path queue) throws IOException {
        return Confirmed.by(() -> partial(queue, RegistryDirectory.days(queue))) == null;
    }

    /**
     * {@return the newest file that was cut off, whose beginning or end mark is lost, as one is begun before the next is created
     * and ended before that is begun, or that holds later events than the one after it, or the same}
     */
    private static @Nullable Path partial(Path queue, List<Path> days) throws IOException {
        boolean begun = false;
        long next = Long.MAX_VALUE;
        for (int i = days.size() - 1; i >= 0; i--) {
            try (RawDay day = RawDay.open(days.get(i))) {
                boolean born = day.document(0) != null;
                RawRecord first = day.first();
                if (!Pointers.stayInside(day)
                        || (begun && !(born && isEnded(day)))
                        || (first != null && first.sequence() >= next)) {
                    return day.path();
                }
                begun |= born;
                next = first == null ? next : first.sequence();
            }
        }
        Path table = queue.resolve(RegistryDirectory.TABLE);
        return isBorn(table) && !Description.isTable(table) ? table : null;
    }

    private static boolean isEnded(RawDay day) throws IOException {
        List<RawDay.Doc> last = day.documents(Math.max(0, Pointers.lastWritten(day)));
        return !last.isEmpty() && day.isMarkedAsEnded(last.get(last.size() - 1).next());
    }

    private static boolean isBehind(LogPosition first, @Nullable RawRecord record) {
        return record == null
                || (record.sequence() == first.sequence() + 1
                        && record.link().previous().equals(first.hash()));
    }

    private boolean isSound(RawDay day) throws IOException {
        if (day.document(0) == null) {
            return day.isUnborn();
        }
        List<RawDay.Doc> documents = day.documents();
        end = documents.get(documents.size() - 1).next();
        boolean ended = !followed || day.isMarkedAsEnded(end);
        followed = true;
        return ended
                && !day.isBroken(end)
                && day.find(end, record -> true) == null
                && Pointers.lead(day, documents)
                && isChained(day, documents);
    }

    private boolean isChained(RawDay day, List<RawDay.Doc> documents) throws IOException {
        boolean chained = true;
        for (int i = documents.size() - 1; i >= 0 && chained && !isOver(); i--) {
            RawDay.Doc document = documents.get(i);
            chained = document.data() ? isChained(day.records(document)) : !day.hidesRecord(document);
        }
        return chained;
    }

    private boolean isOver() {
        return proven && extent == Extent.EVENTS;
    }

    private boolean isChained(@Nullable List<RawRecord> transaction) {
        if (transaction == null) {
            return false;
        }
        for (int i = transaction.size() - 1; i >= 0; i--) {
            RawRecord record = transaction.get(i);
            RawRecord after = next;
            if (!record.isConsistent() || (after != null && !after.follows(record))) {
                return false;
            }
            next = record;
            newest = Math.max(newest, record.sequence());
            synced = Math.max(synced, record.synced());
            proven = synced >= record.sequence();
        }
        return true;
    }

    /** {@return whether a file of Chronicle's has its first document} */
    public static boolean isBorn(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (RawDay raw = RawDay.open(file)) {
            return raw.document(0) != null;
        }
    }

    /** {@return whether a file was begun, but holds nothing yet: Chronicle begins it once more, on zeros} */
    public static boolean isUnborn(Path file) throws IOException {
        try (RawDay day = RawDay.open(file)) {
            return day.isUnborn();
        }
    }
}
