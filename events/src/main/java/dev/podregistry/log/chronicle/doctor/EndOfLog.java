package dev.podregistry.log.chronicle.doctor;

import static java.util.Objects.requireNonNull;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.disk.ChronicleRuntime;
import dev.podregistry.log.chronicle.disk.DayNames;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.disk.Remains;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Log.Condition;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Log.Last;
import dev.podregistry.log.chronicle.queue.Tail;
import dev.podregistry.log.chronicle.raw.Description;
import dev.podregistry.log.chronicle.raw.FoundationSearch;
import dev.podregistry.log.chronicle.raw.HalfMade;
import dev.podregistry.log.chronicle.raw.Inspection;
import dev.podregistry.log.chronicle.raw.RawDay;
import dev.podregistry.log.chronicle.raw.RawLog;
import dev.podregistry.log.chronicle.raw.RawRecord;
import dev.podregistry.log.chronicle.raw.Verdict;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.log.json.UnreadableEventException;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells how a log ends, without the right to append.
 *
 * <p>Others may append meanwhile: whatever looks, looks again before it believes that something is wrong.
 */
final class EndOfLog {

    private static final EventCodec CODEC = new EventCodec();

    /** So much is read whole, and of more only the end. */
    private static final long SMALL = 256L << 20;

    private final RegistryDirectory directory;
    private @Nullable RawRecord last;

    private EndOfLog(RegistryDirectory directory) {
        this.directory = directory;
    }

    /**
     * The last event that headers lead to.
     *
     * @param record the event
     * @param index where Chronicle has its transaction
     */
    private record Newest(RawRecord record, long index) {}

    static Diagnosis.Log of(RegistryDirectory directory) throws IOException {
        if (isMissing(directory)) {
            return missing(directory);
        }
        EndOfLog end = new EndOfLog(directory);
        HalfMade.in(directory);
        try {
            return end.isSound() ? end.sound(end.newest()) : end.broken();
        } catch (UnreadableEventException e) {
            return new Diagnosis.Log(
                    e.newer() ? Condition.NEWER : Condition.DAMAGED,
                    directory.days().size(),
                    null,
                    e.getMessage());
        } catch (DamagedLogException e) {
            return new Diagnosis.Log(Condition.DAMAGED, directory.days().size(), null, e.getMessage());
        } catch (LogUnavailableException e) {
            return new Diagnosis.Log(Condition.NEWER, directory.days().size(), null, e.getMessage());
        }
    }

    private static Diagnosis.Log missing(RegistryDirectory directory) throws IOException {
        if (directory.isBetweenQueues()) {
            return new Diagnosis.Log(Condition.RECOVERING, 0, null, null);
        }
        String evidence = Remains.evidence(directory);
        return evidence == null
                ? new Diagnosis.Log(Condition.MISSING, 0, null, null)
                : new Diagnosis.Log(
                        Condition.GONE,
                        0,
                        null,
                        "event 1 in " + directory.queue().getFileName()
                                + ": no event is left, though there was a log, as " + evidence);
    }

    private static boolean isMissing(RegistryDirectory directory) throws IOException {
        return !isThere(directory.root())
                || !Files.isDirectory(directory.root())
                || !isThere(directory.queue())
                || !Files.isDirectory(directory.queue())
                || (!isThere(directory.table()) && directory.days().isEmpty());
    }

    /** {@return whether there is such a file; what may not be looked at is not for that reason missing} */
    private static boolean isThere(Path path) throws IOException {
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private boolean isSound() throws IOException {
        return isSmall()
                ? Verdict.of(directory).isSound()
                : Description.isWholeTable(directory.table()) && Inspection.isSound(directory.queue());
    }

    private boolean isSmall() throws IOException {
        long size = 0;
        for (Path day : directory.days()) {
            size += Files.size(day);
        }
        return size <= SMALL;
    }

    private Diagnosis.Log sound(@Nullable Newest newest) throws IOException {
        last = newest == null ? null : newest.record();
        try {
            return newest == null || leadsTo(newest)
                    ? diagnosis(Condition.SOUND, null)
                    : diagnosis(Condition.TORN, "Chronicle's own pointers do not lead to the last event");
        } catch (DamagedLogException e) {
            boolean damaged = e.kind() == DamagedLogException.Kind.DAMAGE;
            return diagnosis(damaged ? Condition.DAMAGED : Condition.TORN, e.getMessage());
        } catch (LogUnavailableException e) {
            return diagnosis(Condition.TORN, "Chronicle's own table is not as it was, all events being intact");
        }
    }

    private @Nullable Newest newest() throws IOException {
        List<Path> days = directory.days();
        Newest newest = null;
        for (int i = days.size() - 1; i >= 0 && newest == null; i--) {
            newest = newest(days.get(i));
        }
        return newest;
    }

    private static @Nullable Newest newest(Path path) throws IOException {
        try (RawDay day = RawDay.open(path)) {
            List<RawDay.Doc> transactions =
                    day.documents().stream().filter(RawDay.Doc::data).toList();
            int last = transactions.size() - 1;
            List<RawRecord> records = last < 0 ? null : day.records(transactions.get(last));
            return records == null
                    ? null
                    : new Newest(
                            records.get(records.size() - 1),
                            Queues.DAILY.toIndex(DayNames.day(path.getFileName().toString()), last));
        }
    }

    /**
     * Inspection does not look at what Chronicle keeps outside of the files of events, and readers need that: it says which
     * file is the first and which the last.
     */
    private boolean leadsTo(Newest newest) {
        if (!LogDoctor.missingFlags().isEmpty()) {
            return true;
        }
        ChronicleRuntime.require();
        LogPosition position = new LogPosition(
                newest.record().sequence(), newest.record().link().hash());
        try (Tail first = Tail.open(directory);
                Tail end = Tail.openAtHint(directory, new Bookmark(position, newest.index()), beyond -> {})) {
            return !first.next().isEmpty() && end != null && end.next() != null;
        }
    }

    private Diagnosis.Log broken() throws IOException {
        Verdict verdict = Verdict.of(directory, (day, transaction) -> last = transaction.get(transaction.size() - 1));
        RawLog.Findings findings = verdict.findings();
        if (verdict.isSound()) {
            return sound(newest());
        }
        return diagnosis(
                findings.isDamage()
                        ? Condition.DAMAGED
                        : findings.astray() != null && findings.broken() == null
                                ? Condition.REBUILDABLE
                                : Condition.TORN,
                place(verdict) + offer(findings));
    }

    private static String offer(RawLog.Findings findings) {
        String offer = findings.isDamage() ? FoundationSearch.offer(findings.queue()) : null;
        return offer == null ? "" : ". " + offer;
    }

    private static String place(Verdict verdict) {
        RawLog.Break place = verdict.findings().place();
        return place == null
                ? "Chronicle's own pointers in "
                        + requireNonNull(verdict.misled()).getFileName() + " lead astray, all events being intact"
                : "event " + place.sequence() + " in " + place.file().getFileName() + " at byte " + place.offset()
                        + ": " + place.defect();
    }

    private Diagnosis.Log diagnosis(Condition found, @Nullable String defect) throws IOException {
        boolean begun = found != Condition.DAMAGED && Files.exists(directory.rebuild());
        Condition condition = begun ? Condition.RECOVERING : found;
        RawRecord event = last;
        return new Diagnosis.Log(
                condition,
                directory.days().size(),
                event == null
                        ? null
                        : new Last(
                                event.sequence(),
                                CODEC.decode(event.link().line()).time()),
                defect);
    }
}
