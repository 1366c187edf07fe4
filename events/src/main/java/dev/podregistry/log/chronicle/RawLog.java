package dev.podregistry.log.chronicle;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.DamagedLogException;
import dev.podregistry.log.DamagedLogException.Kind;
import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.LogUnavailableException.Reason;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.log.json.UnreadableEventException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All of a log, read without Chronicle up to where the chain of hashes breaks, and what can be said about that place.
 *
 * <p>Headers are not trusted: where they lead astray, a transaction further on that is the next link of the chain is gone
 * on with, as nothing of the history is missing then.
 */
final class RawLog {

    private static final EventCodec CODEC = new EventCodec();

    private final List<Path> days;
    private final Sink sink;
    private final List<RawRecord> passedOver = new ArrayList<>();
    private @Nullable Break astray;
    private LogPosition end = LogPosition.START;

    private RawLog(List<Path> days, Sink sink) {
        this.days = days;
        this.sink = sink;
    }

    /** Takes the transactions that are proven. */
    @FunctionalInterface
    interface Sink {
        void accept(Path day, List<RawRecord> transaction) throws IOException;
    }

    /**
     * Where the chain breaks.
     *
     * @param file the file
     * @param offset where in it
     * @param sequence the first event that cannot be trusted
     * @param defect what is wrong with it
     * @param certain whether no loss of power explains it
     * @param synced the greatest sequence that anything readable behind it knows to have been on the disk
     * @param dropped the events that are readable behind it
     */
    record Break(
            Path file,
            long offset,
            long sequence,
            String defect,
            boolean certain,
            long synced,
            List<RawRecord> dropped) {}

    /**
     * What was found.
     *
     * @param end the last position that is proven
     * @param broken where the chain breaks, or null when there is nothing behind the end
     */
    record Findings(LogPosition end, @Nullable Break broken) {

        /** {@return whether something is missing that was on the disk, so that no loss of power can have taken it} */
        boolean isDamage() {
            return broken != null && (broken.certain() || broken.synced() > end.sequence());
        }

        DamagedLogException exception(@Nullable Throwable cause) {
            if (broken == null) {
                throw new IllegalStateException("nothing is wrong with the log up to " + end);
            }
            return new DamagedLogException(
                    isDamage() ? Kind.DAMAGE : Kind.TORN_TAIL,
                    broken.file().toString(),
                    broken.sequence(),
                    broken.defect(),
                    cause);
        }
    }

    /**
     * {@return what is proven and what is not}
     *
     * @param queue the folder with the files of events
     * @param sink takes the proven transactions
     * @throws LogUnavailableException when a newer version wrote an event
     */
    static Findings read(Path queue, Sink sink) throws IOException {
        List<Path> days = RegistryDirectory.days(queue);
        RawLog log = new RawLog(days, sink);
        Break broken = null;
        for (int i = 0; i < days.size() && broken == null; i++) {
            try (RawDay day = RawDay.open(days.get(i))) {
                broken = log.read(day, i);
            }
        }
        return new Findings(log.end, broken == null ? log.leftBehind() : broken);
    }

    /** {@return the break where an event was passed over that comes after all others, or null when there is none} */
    private @Nullable Break leftBehind() {
        Break first = astray;
        List<RawRecord> lost = passedOver.stream()
                .filter(record -> record.sequence() > end.sequence())
                .toList();
        return first == null || lost.isEmpty()
                ? null
                : new Break(first.file(), first.offset(), first.sequence(), first.defect(), true, 0, lost);
    }

    private void passOver(RawDay day, long from, long to, Defect defect) throws IOException {
        day.salvage(from).stream().filter(record -> record.offset() < to).forEach(passedOver::add);
        if (astray == null) {
            astray = new Break(day.path(), from, defect.sequence(), defect.text(), true, 0, List.of());
        }
    }

    private @Nullable Break read(RawDay day, int number) throws IOException {
        long offset = 0;
        boolean adjoining = number == 0;
        while (true) {
            RawDay.Doc document = day.document(offset);
            if (document != null && !document.data()) {
                offset = document.next();
                continue;
            }
            Defect defect = document == null ? missing(day, offset) : follow(day, document, adjoining);
            if (defect != null) {
                RawDay.Doc next = day.find(offset, this::isNext);
                if (next == null || next.offset() <= offset) {
                    return broken(day, offset, number, defect);
                }
                passOver(day, offset, next.offset(), defect);
                offset = next.offset();
            } else if (document == null) {
                return null;
            } else {
                adjoining = true;
                offset = document.next();
            }
        }
    }

    private record Defect(long sequence, String text, boolean certain) {}

    private @Nullable Defect missing(RawDay day, long offset) throws IOException {
        if (day.isBroken(offset)) {
            return new Defect(end.sequence() + 1, "its header leads out of the file", false);
        }
        return day.find(offset, record -> true) == null
                ? null
                : new Defect(end.sequence() + 1, "it is missing, though the file goes on after it", false);
    }

    private boolean isNext(RawRecord record) {
        return record.sequence() == end.sequence() + 1
                && record.link().previous().equals(end.hash());
    }

    private @Nullable Defect follow(RawDay day, RawDay.Doc document, boolean adjoining) throws IOException {
        List<RawRecord> records = day.records(document);
        if (records == null) {
            return new Defect(end.sequence() + 1, "it is no transaction", !day.hasGap(document));
        }
        LogPosition at = end;
        for (RawRecord record : records) {
            long sequence = at.sequence() + 1;
            boolean consistent = record.isConsistent();
            if (!record.link().previous().equals(at.hash())) {
                boolean certain = consistent ? adjoining : !day.hasGap(document);
                return new Defect(sequence, RawRecord.strange(record.link(), sequence), certain);
            }
            if (!consistent) {
                return new Defect(sequence, "its hash is not the hash of what is stored", !day.hasGap(document));
            }
            String unreadable = unreadable(day, record, sequence);
            if (unreadable != null) {
                return new Defect(sequence, unreadable, true);
            }
            at = new LogPosition(sequence, record.link().hash());
        }
        end = at;
        sink.accept(day.path(), records);
        return null;
    }

    private @Nullable String unreadable(RawDay day, RawRecord record, long sequence) {
        try {
            long said = CODEC.decode(record.link().line()).sequence();
            return said == sequence ? null : "it says that it is number " + said;
        } catch (UnreadableEventException e) {
            if (e.newer()) {
                throw new LogUnavailableException(
                        Reason.UNSUITABLE, day.path() + " at sequence " + sequence + ": " + e.getMessage(), e);
            }
            return String.valueOf(e.getMessage());
        }
    }

    private Break broken(RawDay day, long offset, int number, Defect defect) throws IOException {
        List<RawRecord> readable = new ArrayList<>(day.salvage(offset));
        for (Path later : days.subList(number + 1, days.size())) {
            try (RawDay file = RawDay.open(later)) {
                readable.addAll(file.salvage(0));
            }
        }
        long synced = readable.stream().mapToLong(RawRecord::synced).max().orElse(0);
        List<RawRecord> dropped = readable.stream()
                .filter(record -> record.sequence() > end.sequence())
                .toList();
        return new Break(day.path(), offset, defect.sequence(), defect.text(), defect.certain(), synced, dropped);
    }
}
