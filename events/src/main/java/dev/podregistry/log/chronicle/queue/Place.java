package dev.podregistry.log.chronicle.queue;

import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.raw.RawDay;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.AppendFailedException.Outcome;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where a transaction has begun, which has its header but none of its bytes yet.
 *
 * @param file the file
 * @param offset of the header
 */
record Place(Path file, long offset) {

    /**
     * Throws unless no transaction lies between the end that was folded and this place.
     *
     * <p>Chronicle begins a transaction behind whatever it finds. Under the registry's lock that is where the decision left
     * off; if it is not, the lock was lost, and what was decided rests on an old state.
     *
     * @param directory where the file is
     * @param folded up to where the decision has seen the log
     */
    void requireBehind(FoldedEnd folded, RegistryDirectory directory) throws IOException {
        if (!file.equals(folded.path()) || aligned(folded.offset()) != offset) {
            if (!isBehind(folded, directory)) {
                throw new AppendFailedException(
                        Outcome.REFUSED,
                        "somebody else appended to " + file + " though this process has the lock " + directory.lock()
                                + ": the lock was lost, as it is when its file is removed, or opened and closed in this"
                                + " JVM; nothing was appended, try again",
                        null);
            }
        }
    }

    /** {@return whether no transaction lies behind the end that was folded} */
    static boolean isNothingBehind(FoldedEnd folded, RegistryDirectory directory) throws IOException {
        Path last = folded.path();
        for (Path day : directory.days()) {
            if ((last == null || day.compareTo(last) >= 0) && !holdsNone(day, day.equals(last) ? folded.offset() : 0)) {
                return false;
            }
        }
        return true;
    }

    private boolean isBehind(FoldedEnd folded, RegistryDirectory directory) throws IOException {
        Path last = folded.path();
        if (file.equals(last)) {
            return leads(file, folded.offset());
        }
        for (Path day : directory.days()) {
            boolean between = (last == null || day.compareTo(last) >= 0) && day.compareTo(file) < 0;
            if (between && !holdsNone(day, day.equals(last) ? folded.offset() : 0)) {
                return false;
            }
        }
        return leads(file, 0);
    }

    /** {@return whether documents that are no transactions lead from the end of one to this place} */
    private boolean leads(Path day, long from) throws IOException {
        try (RawDay raw = RawDay.open(day)) {
            return afterNoData(raw, from) == offset;
        }
    }

    private static boolean holdsNone(Path day, long from) throws IOException {
        try (RawDay raw = RawDay.open(day)) {
            RawDay.Doc next = raw.document(afterNoData(raw, from));
            return next == null || !next.data();
        }
    }

    /** {@return the offset behind the documents here that are no transactions} */
    private static long afterNoData(RawDay raw, long from) throws IOException {
        long at = aligned(from);
        for (RawDay.Doc next = raw.document(at); next != null && !next.data(); next = raw.document(at)) {
            at = next.next();
        }
        return at;
    }

    private static long aligned(long offset) {
        return (offset + 3) & -4L;
    }
}
