package dev.podregistry.log.chronicle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a queue is as a writer leaves it that is killed at any moment, so that the next one can go on in it.
 *
 * <p>It looks at the newest files only, back to the first one of which an event is known to have been on the disk; what
 * lies further back, end marks included, no loss of power can have touched, and reading finds whatever else happened to
 * it.
 */
final class Inspection {

    private @Nullable RawRecord next;
    private long synced;
    private boolean proven;
    private boolean followed;

    private Inspection() {}

    /**
     * {@return whether a writer can go on}
     *
     * @param days the files of events, oldest first
     */
    static boolean isSound(List<Path> days) throws IOException {
        if (!areWhole(days)) {
            return false;
        }
        Inspection inspection = new Inspection();
        for (int i = days.size() - 1; i >= 0 && !inspection.proven; i--) {
            try (RawDay day = RawDay.open(days.get(i))) {
                if (!inspection.isSound(day)) {
                    return false;
                }
            }
        }
        return inspection.proven || inspection.isFirst(inspection.next);
    }

    /** {@return whether no file was cut off, so that all of them can be mapped} */
    static boolean areWhole(List<Path> days) throws IOException {
        for (Path path : days) {
            try (RawDay day = RawDay.open(path)) {
                if (!Pointers.stayInside(day)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isFirst(@Nullable RawRecord record) {
        return record == null || record.sequence() == 1;
    }

    private boolean isSound(RawDay day) throws IOException {
        if (day.document(0) == null) {
            return isUnborn(day);
        }
        List<RawDay.Doc> documents = new ArrayList<>();
        RawRecord first = null;
        RawRecord last = null;
        long offset = 0;
        for (RawDay.Doc document = day.document(0); document != null; document = day.document(offset)) {
            documents.add(document);
            offset = document.next();
            for (RawRecord record : document.data() ? records(day, document) : List.<RawRecord>of()) {
                if (!record.isConsistent() || (last != null && !follows(last, record))) {
                    return false;
                }
                first = first == null ? record : first;
                last = record;
            }
            if (document.data() && (last == null || last.end() != document.end())) {
                return false;
            }
        }
        boolean ended = !followed || day.isMarkedAsEnded(offset);
        followed = true;
        return ended
                && !day.isBroken(offset)
                && day.find(offset, record -> true) == null
                && Pointers.lead(day.file(), documents)
                && joins(first, last);
    }

    /** {@return whether a file of Chronicle's has its first document} */
    static boolean isBorn(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (RawDay raw = RawDay.open(file)) {
            return raw.document(0) != null;
        }
    }

    /** {@return whether a file was begun, but holds nothing yet} */
    static boolean isUnborn(Path file) throws IOException {
        try (RawDay day = RawDay.open(file)) {
            return day.document(0) == null && isUnborn(day);
        }
    }

    /** A file that nobody has finished creating holds nothing; Chronicle begins it once more, on zeros. */
    private static boolean isUnborn(RawDay day) throws IOException {
        if (day.file().intAt(0) != 0) {
            return !day.isBroken(0) && day.salvage(0).isEmpty();
        }
        for (long page = 0; page < day.file().size(); page += FileWindow.PAGE) {
            if (!day.file().isBlank(page)) {
                return false;
            }
        }
        return true;
    }

    private static List<RawRecord> records(RawDay day, RawDay.Doc document) throws IOException {
        List<RawRecord> records = day.records(document);
        return records == null ? List.of() : records;
    }

    private static boolean follows(RawRecord before, RawRecord after) {
        return after.sequence() == before.sequence() + 1
                && after.link().previous().equals(before.link().hash());
    }

    /** {@return whether this file's last record comes right before the next file's first} */
    private boolean joins(@Nullable RawRecord first, @Nullable RawRecord last) {
        if (first == null || last == null) {
            return true;
        }
        RawRecord after = next;
        if (after != null && !follows(last, after)) {
            return false;
        }
        next = first;
        synced = Math.max(synced, last.synced());
        proven = synced >= first.sequence();
        return true;
    }
}
