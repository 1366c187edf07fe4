package dev.podregistry.log.chronicle.raw;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.file.FoundationFiles;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.DamagedLogException.Kind;
import dev.podregistry.model.LogUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All of a log, read without Chronicle up to where the chain of hashes breaks, and what can be said about that place.
 *
 * <p>Headers are not trusted, nor is the order: where they lead astray, a transaction elsewhere in the file that is the next
 * link of the chain is gone on with, as nothing of the history is missing then.
 *
 * <p>Others may append meanwhile. What looks wrong is believed when it is found once more, reading on from behind the last
 * proven transaction.
 */
public final class RawLog {

    private final DayOrder order;
    private final List<Path> days;
    private final Sink sink;
    private final Witness witness;
    private final PassedOver passedOver = new PassedOver();
    private @Nullable Suspicion suspicion;
    private @Nullable Break broken;
    private boolean ended;
    private LogPosition end;

    /** The number of the file with the last proven transaction, and where that ends in it. */
    private int reached;

    private long sure;

    private RawLog(List<Path> days, Sink sink, Witness witness, LogPosition first) {
        this.witness = witness;
        this.order = new DayOrder(days);
        this.days = order.days();
        this.sink = sink;
        this.end = first;
    }

    /** Takes the transactions that are proven. */
    @FunctionalInterface
    public interface Sink {
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
     * @param synced the greatest sequence that anything readable behind it, or a snapshot, knows to have been on the disk
     * @param dropped the events that are readable behind it
     */
    public record Break(
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
     * @param queue the folder with the files of events
     * @param end the last position that is proven
     * @param broken where the chain breaks, or null when there is nothing behind the end
     * @param astray where headers first led astray, though what they hid was found; null when they never did
     */
    public record Findings(
            Path queue,
            LogPosition end,
            @Nullable Break broken,
            @Nullable Break astray) {

        /** {@return whether something is missing that was on the disk, so that no loss of power can have taken it} */
        public boolean isDamage() {
            return broken != null && (broken.certain() || broken.synced() > end.sequence());
        }

        /** {@return whether every event is there, and every header leads to it} */
        public boolean isWhole() {
            return broken == null && astray == null;
        }

        /** {@return where the first thing is wrong, null when nothing is} */
        @Nullable
        public Break place() {
            return astray == null ? broken : astray;
        }

        public DamagedLogException exception(@Nullable Throwable cause) {
            Break place = place();
            if (place == null) {
                throw new IllegalStateException("nothing is wrong with the log up to " + end);
            }
            Kind lost = isDamage() ? Kind.DAMAGE : Kind.TORN_TAIL;
            return new DamagedLogException(
                    broken == null ? Kind.REBUILDABLE : lost,
                    place.file().toString(),
                    place.sequence(),
                    place.defect(),
                    isDamage() ? FoundationSearch.offer(queue) : null,
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
    public static Findings read(Path queue, Sink sink) throws IOException {
        Witness witness = Witness.of(queue);
        LogPosition first = FoundationFiles.in(queue).first();
        List<Path> days = RegistryDirectory.days(queue);
        return new RawLog(days, sink, witness, first).read(queue, RawStart.BEGINNING);
    }

    /**
     * {@return the same of what goes on from a point, whatever lies before it; null when nothing tells that the log ever
     * stood there}
     */
    public static @Nullable Findings readAfter(Path queue, LogPosition point, Sink sink) throws IOException {
        Witness witness = Witness.of(queue);
        List<Path> days = RegistryDirectory.days(queue);
        RawStart start = RawStart.after(point, days);
        return start == null ? null : new RawLog(days, sink, witness, point).read(queue, start);
    }

    /** {@return whether the first transaction in the files is the one with which the history begins, as far as it can be read} */
    static boolean begins(Path queue) throws IOException {
        LogPosition first = FoundationFiles.in(queue).first();
        for (Path path : RegistryDirectory.days(queue)) {
            try (RawDay day = RawDay.open(path)) {
                RawDay.Doc document = day.firstData();
                if (document != null) {
                    List<RawRecord> records = day.records(document);
                    return records != null && records.get(0).goesOnFrom(first);
                }
            }
        }
        return true;
    }

    private Findings read(Path queue, RawStart start) throws IOException {
        begin(start);
        read();
        if (broken == null) {
            broken = leftBehind();
        }
        if (broken == null) {
            broken = lost(queue);
        }
        Break astray = broken != null || order.strange() == null ? passedOver.first() : order.strange();
        return new Findings(queue, end, broken, astray);
    }

    private void begin(RawStart start) throws IOException {
        reached = start.day();
        sure = start.offset();
        if (!start.begun().isEmpty()) {
            try (RawDay day = RawDay.open(days.get(reached))) {
                Defect defect = follow(day, start.begun(), sure, true);
                broken = defect == null ? null : broken(day, sure, reached, defect);
            }
        }
    }

    /** {@return that files are missing behind the end, or null when none is} */
    private @Nullable Break lost(Path queue) throws IOException {
        LostFile lost = LostFile.of(queue, () -> order.now(queue));
        if (lost != null) {
            return new Break(lost.file(), 0, end.sequence() + 1, lost.evidence(), true, 0, List.of());
        }
        long proven = witness.beyond(end.sequence());
        Path last = days.isEmpty() ? queue : days.get(days.size() - 1);
        return proven == 0
                ? null
                : new Break(
                        last,
                        0,
                        end.sequence() + 1,
                        "it is missing, though " + witness.evidence(proven),
                        true,
                        proven,
                        List.of());
    }

    /** {@return the break where an event was passed over that comes after all others, or null when there is none} */
    private @Nullable Break leftBehind() {
        Break first = passedOver.first();
        List<RawRecord> lost = passedOver.after(end.sequence());
        return first == null || lost.isEmpty()
                ? null
                : new Break(first.file(), first.offset(), first.sequence(), first.defect(), true, 0, lost);
    }

    private void read() throws IOException {
        int i = reached;
        while (broken == null && ((i == reached && sure > 0) || order.has(i, end))) {
            try (RawDay day = RawDay.open(days.get(i))) {
                i = read(day, i) ? i + 1 : reached;
            }
        }
    }

    /** {@return whether the file was read to its end, or to where it is broken; if not, something in it looks wrong} */
    private boolean read(RawDay day, int number) throws IOException {
        long known = number == reached ? sure : 0;
        long offset = known;
        boolean adjoining = number == 0 || ended || known > 0;
        while (true) {
            RawDay.Doc document = day.document(offset);
            if (document != null && isNoNews(day, document)) {
                offset = document.next();
                continue;
            }
            Defect defect = document == null ? missing(day, known, offset, number) : follow(day, document, adjoining);
            if (defect != null && !isConfirmed(new Suspicion(number, offset, defect))) {
                return false;
            }
            if (document == null || defect != null) {
                document = elsewhere(day, number, known, offset, defect);
            }
            if (document == null) {
                ended = day.isMarkedAsEnded(offset);
                return true;
            }
            passedOver.take(day, document);
            adjoining = true;
            offset = document.next();
            known = offset;
            sure = offset;
            reached = number;
        }
    }

    /** {@return whether a document is no transaction, or one that was gone on with from another place} */
    private boolean isNoNews(RawDay day, RawDay.Doc document) throws IOException {
        return passedOver.isTaken(day, document.content()) || (!document.data() && !day.hidesRecord(document));
    }

    /** {@return the next link of the chain from another place of the file; null when there is none, or it is broken} */
    private RawDay.@Nullable Doc elsewhere(RawDay day, int number, long known, long offset, @Nullable Defect defect)
            throws IOException {
        RawDay.Doc document = defect == null ? null : next(day, known, number);
        if (document == null && passedOver.isIn(day)) {
            document = next(day, passedOver.from(), number);
        }
        if (document == null) {
            if (defect != null) {
                broken = known == 0 ? brokenAtOnce(day, offset, number, defect) : broken(day, offset, number, defect);
            }
            return null;
        }
        if (defect != null) {
            Break place = new Break(day.path(), offset, defect.sequence(), defect.text(), true, 0, List.of());
            passedOver.add(day, place, document.offset());
        }
        Defect again = follow(day, document, true);
        if (again != null) {
            broken = broken(day, document.offset(), number, again);
            return null;
        }
        return document;
    }

    private record Defect(long sequence, String text, boolean certain) {}

    private record Suspicion(int file, long offset, Defect defect) {}

    private boolean isConfirmed(Suspicion found) {
        boolean same = found.equals(suspicion);
        suspicion = found;
        return same;
    }

    private @Nullable Defect missing(RawDay day, long sure, long offset, int number) throws IOException {
        long sequence = end.sequence() + 1;
        if (day.isBroken(offset)) {
            boolean fits = RawDay.isIncomplete(day.file().intAt(offset));
            return new Defect(
                    sequence,
                    fits ? "its header is none that was ever written" : "its header leads out of the file",
                    !day.isTorn(offset));
        }
        if (day.find(sure, record -> !passedOver.isTaken(day, record.offset())) != null
                || next(day, sure, number) != null) {
            return new Defect(sequence, "no header leads to it, though the file goes on after it", false);
        }
        if (offset > 0 && Pointers.lastWritten(day) >= offset) {
            return new Defect(sequence, "no header leads to it, though Chronicle's pointer does", false);
        }
        return offset > 0 || day.isUnborn() || day.file().isBlank(0)
                ? null
                : new Defect(sequence, "the file's beginning is none that was ever written", true);
    }

    /** {@return the transaction that is the next link of the chain, wherever in the rest of the file it is; or null} */
    private RawDay.@Nullable Doc next(RawDay day, long from, int number) throws IOException {
        RawRecord record = day.record(from, this::isNext);
        while (record != null) {
            RawDay.Doc run = day.run(record);
            if (isPublished(day, run, number)) {
                return run;
            }
            record = day.record(record.end(), this::isNext);
        }
        return null;
    }

    /** What a writer had written when it died is not published, unless somebody builds on it. */
    private boolean isPublished(RawDay day, RawDay.Doc run, int number) throws IOException {
        return run.offset() % 4 == 0
                && run.offset() >= 0
                && (run.equals(day.document(run.offset())) || day.isMisheaded(run) || isBuiltOn(day, run, number));
    }

    private boolean isBuiltOn(RawDay day, RawDay.Doc run, int number) throws IOException {
        List<RawRecord> records = day.records(run);
        if (records == null) {
            return false;
        }
        RawRecord last = records.get(records.size() - 1);
        boolean found = day.record(run.end(), record -> record.follows(last)) != null;
        for (int i = number + 1; i < days.size() && !found; i++) {
            try (RawDay later = RawDay.open(days.get(i))) {
                found = later.record(0, record -> record.follows(last)) != null;
            }
        }
        return found;
    }

    private boolean isNext(RawRecord record) {
        return record.goesOnFrom(end);
    }

    private @Nullable Defect follow(RawDay day, RawDay.Doc document, boolean adjoining) throws IOException {
        if (!document.data()) {
            return new Defect(end.sequence() + 1, "its header says that it is none", true);
        }
        List<RawRecord> records = day.records(document);
        if (records == null) {
            return new Defect(end.sequence() + 1, "it is no transaction", !day.isTorn(document.offset()));
        }
        return follow(day, records, document.offset(), adjoining);
    }

    private @Nullable Defect follow(RawDay day, List<RawRecord> records, long offset, boolean adjoining)
            throws IOException {
        LogPosition at = end;
        for (RawRecord record : records) {
            if (ChainCheck.check(at, record.link(), day::path) instanceof ChainCheck.Defect found) {
                long sequence = at.sequence() + 1;
                return new Defect(sequence, found.defect(), isCertain(day, record, offset, found, adjoining, sequence));
            }
            at = new LogPosition(at.sequence() + 1, record.link().hash());
        }
        end = at;
        sink.accept(day.path(), records);
        return null;
    }

    private static boolean isCertain(
            RawDay day, RawRecord record, long offset, ChainCheck.Defect found, boolean adjoining, long sequence)
            throws IOException {
        return switch (found.kind()) {
            case STRANGE -> record.isConsistent() ? adjoining || record.sequence() <= sequence : !day.isTorn(offset);
            case CHANGED -> !day.isTorn(offset);
            case UNREADABLE -> true;
        };
    }

    /** A file that does not go on from the one before it, because that one was emptied. */
    private Break brokenAtOnce(RawDay day, long offset, int number, Defect defect) throws IOException {
        Break found = broken(day, offset, number, defect);
        Path before = number == 0 || day.isBroken(0) ? null : days.get(number - 1);
        return before == null || !Inspection.isUnborn(before)
                ? found
                : new Break(
                        before,
                        0,
                        found.sequence(),
                        "the file holds nothing, though the one after it goes on",
                        found.certain() || Files.size(before) < Queues.LEAST,
                        found.synced(),
                        found.dropped());
    }

    private Break broken(RawDay day, long offset, int number, Defect defect) throws IOException {
        List<RawRecord> readable = new ArrayList<>(day.salvage(offset));
        for (Path later : days.subList(number + 1, days.size())) {
            try (RawDay file = RawDay.open(later)) {
                readable.addAll(file.salvage(0));
            }
        }
        long proven = witness.beyond(end.sequence());
        long synced = Math.max(
                proven, readable.stream().mapToLong(RawRecord::synced).max().orElse(0));
        List<RawRecord> dropped = Stream.concat(passedOver.after(end.sequence()).stream(), readable.stream())
                .filter(record -> record.sequence() > end.sequence())
                .distinct()
                .toList();
        String text = gap(day, offset, number, defect.text())
                + (proven == 0 || defect.certain() ? "" : ", though " + witness.evidence(proven));
        return new Break(day.path(), offset, defect.sequence(), text, defect.certain(), synced, dropped);
    }

    /** {@return the defect; when an event that is whole stands there, with what is missing before it} */
    private String gap(RawDay day, long offset, int number, String defect) throws IOException {
        RawDay.Doc document = day.document(offset);
        List<RawRecord> records = document == null ? null : day.records(document);
        if (records == null || !records.get(0).isConsistent()) {
            return defect;
        }
        boolean begins = number != reached || sure == 0;
        return MissingDays.in(end.sequence(), records.get(0), begins ? MissingDays.before(days, number) : "", defect);
    }
}
