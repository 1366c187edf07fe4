package dev.podregistry.log.chronicle.recovery;

import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.chronicle.disk.DayNames;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.Moves;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.raw.RawLog;
import dev.podregistry.log.file.FoundationFiles;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Rebuild} has left, whole or in part, in the folder {@code rebuild}.
 *
 * <p>It is finished or undone by what is where: a queue that is missing is replaced by the rebuilt one, if that is whole,
 * whatever else is there. One that is there stays, and the rebuilt one goes, if that one can be read from its beginning through
 * all of it. If it cannot, a rebuilt one that is whole takes its place, unless it lacks events that are there. Deleted is only
 * what the rebuild's own report and the names say that a rebuild has made; anything else is moved into the quarantine.
 */
public final class Leftover {

    private final RegistryDirectory directory;
    private final RegistryDirectory fresh;
    private final Moves moves;

    public Leftover(RegistryDirectory directory, Fsync fsync) {
        this.directory = directory;
        this.fresh = new RegistryDirectory(directory.rebuild());
        this.moves = new Moves(fsync);
    }

    /**
     * {@return the report of a rebuild that an earlier process had begun and this finished, or null}
     *
     * @throws LogUnavailableException when somebody has to decide; nothing was changed
     */
    @Nullable
    public RecoveryReport finish() throws IOException {
        if (!Moves.isThere(directory.rebuild())) {
            return null;
        }
        if (!Files.isDirectory(directory.rebuild(), LinkOption.NOFOLLOW_LINKS)) {
            throw undecided(directory.rebuild() + " is no folder, though recoveries need that name; move it away");
        }
        RecoveryReport plan = plan();
        boolean rebuilt = Moves.isThere(fresh.queue());
        if (isMissing(directory.queue())) {
            return rebuilt ? moveIn(whole(plan)) : null;
        }
        if (!rebuilt && plan != null) {
            return settle(plan);
        }
        if (rebuilt) {
            return besides(plan);
        }
        undo(plan);
        return null;
    }

    /** A queue stands where the old one was or the fresh one was to come: whose it is, and what it is worth, its events tell. */
    private @Nullable RecoveryReport besides(@Nullable RecoveryReport plan) throws IOException {
        Rebuilt rebuilt = Rebuilt.in(fresh.queue());
        if (rebuilt == null || rebuilt.isIn(directory.queue())) {
            undo(plan);
            return null;
        }
        RecoveryReport report = plan == null ? older(rebuilt.findings()) : plan;
        boolean whole = isWhole(rebuilt.findings(), report);
        if (whole && rebuilt.hasAllOf(directory.queue(), report.dropped())) {
            return replace(report);
        }
        if (!rebuilt.hasEventsIn(directory.queue())) {
            throw undecided(directory.queue() + " does not hold what " + fresh.queue() + " holds"
                    + (whole ? " up to sequence " + rebuilt.end().sequence() : "")
                    + ", and which a recovery was about to put there"
                    + (whole
                            ? ", but holds events that are not there; move " + directory.queue()
                                    + " away to go on with that, or " + directory.rebuild()
                                    + " to go on with what is there"
                            : " but had not written whole; move " + directory.rebuild()
                                    + " away to go on with what is there, and keep it for what is missing there"));
        }
        leave();
        return null;
    }

    /** {@return the report, when the rebuilt queue has taken the place of one that is kept in the quarantine} */
    private RecoveryReport replace(RecoveryReport report) throws IOException {
        Path place = place(report);
        moves.move(directory.queue(), Moves.unused(place.resolve("queue")));
        return moveIn(Recovery.placed(report, place));
    }

    /** {@return what the rebuild is about, or null when it has left no report: then it was an older version's, or none} */
    private @Nullable RecoveryReport plan() throws IOException {
        return ReportFiles.readWhole(directory.rebuild(), directory);
    }

    private static boolean isMissing(Path queue) throws IOException {
        return !Moves.isThere(queue) || files(queue).isEmpty();
    }

    /** {@return what the rebuilt queue is the outcome of, when all of it is there} */
    private RecoveryReport whole(@Nullable RecoveryReport plan) throws IOException {
        RawLog.Findings found = RawLog.read(fresh.queue(), (day, transaction) -> {});
        RecoveryReport report = plan == null ? older(found) : plan;
        if (!isWhole(found, report)) {
            throw undecided(directory.queue() + " is missing, and " + fresh.queue()
                    + ", which a recovery was about to put there, is not whole: it ends after sequence "
                    + found.end().sequence() + "; move " + directory.rebuild()
                    + " away, and put a copy of the queue there"
                    + (report.quarantine() == null ? "" : ", as from " + report.quarantine()));
        }
        return report;
    }

    private boolean isWhole(RawLog.Findings found, RecoveryReport report) throws IOException {
        return found.broken() == null
                && found.end().equals(report.kept())
                && !files(fresh.queue()).isEmpty();
    }

    /** What an older version had rebuilt says so in the quarantine only, which may have been emptied. */
    private RecoveryReport older(RawLog.Findings found) throws IOException {
        for (Path folder : files(directory.quarantine())) {
            RecoveryReport report = ReportFiles.readWhole(folder, directory);
            if (report != null && report.kept().equals(found.end())) {
                return Recovery.placed(report, folder);
            }
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return new RecoveryReport(now, found.end(), RecoveryReport.NOT_KNOWN, directory.queue(), 0, List.of(), null);
    }

    private static LogUnavailableException undecided(String why) {
        return new LogUnavailableException(Reason.IO, why, null);
    }

    /** {@return the report, when the rebuilt queue has taken the place of the other} */
    RecoveryReport moveIn(RecoveryReport report) throws IOException {
        moves.move(fresh.queue(), directory.queue());
        return settle(report);
    }

    /**
     * {@return the report with its place, which is in the quarantine}
     *
     * <p>The log is whole by now. If there is no place in the quarantine, for whatever reason, the report stays where it is.
     */
    private RecoveryReport settle(RecoveryReport report) {
        Path at = directory.rebuild();
        try {
            Path place = place(report);
            for (String name : List.of(ReportFiles.DROPPED, ReportFiles.REPORT)) {
                Path file = directory.rebuild().resolve(name);
                if (Moves.isThere(file)) {
                    moves.move(file, Moves.unused(place.resolve(name)));
                }
            }
            at = place;
            leave();
        } catch (IOException e) {
            // The next opening tries again.
        }
        return Recovery.placed(report, at);
    }

    private Path place(RecoveryReport report) throws IOException {
        Path place = report.quarantine();
        if (place != null && Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return place;
        }
        Path free = Moves.unused(place == null ? directory.quarantine().resolve("recovery") : place);
        createQuarantine();
        moves.create(free);
        if (!Moves.isThere(directory.rebuild().resolve(ReportFiles.REPORT))) {
            ReportFiles.write(Recovery.placed(report, free), free, moves.fsync());
        }
        return free;
    }

    private void createQuarantine() throws IOException {
        if (!Files.isDirectory(directory.quarantine())) {
            moves.create(directory.quarantine());
        }
    }

    /** Undoes a rebuild that has failed before it moved the queue. */
    void undoAfter(Throwable failure) {
        try {
            if (!isMissing(directory.queue())) {
                undo(plan());
            }
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void undo(@Nullable RecoveryReport plan) throws IOException {
        if (plan != null && plan.quarantine() != null) {
            deleteIfEmpty(plan.quarantine());
        }
        if (plan != null) {
            for (Path file : files(fresh.queue())) {
                if (isOfAQueue(file)) {
                    moves.delete(file);
                }
            }
        }
        if (plan != null && files(fresh.queue()).isEmpty()) {
            // The report goes last, as it says that the others may go.
            for (String name : List.of(ReportFiles.DROPPED, ReportFiles.REPORT)) {
                Path file = directory.rebuild().resolve(name);
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    moves.delete(file);
                }
            }
        }
        leave();
    }

    private static boolean isOfAQueue(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && (name.equals(RegistryDirectory.TABLE) || DayNames.isOne(file) || FoundationFiles.isOne(file));
    }

    /** Removes the folder when nothing is in it; anything else is not known to be a rebuild's, and is kept. */
    private void leave() throws IOException {
        List<Path> left = files(directory.rebuild());
        boolean begun =
                left.stream().allMatch(file -> file.equals(fresh.queue()) || file.endsWith(ReportFiles.UNFINISHED));
        if (begun && files(fresh.queue()).isEmpty()) {
            for (Path file : left) {
                moves.delete(file);
            }
        }
        if (!deleteIfEmpty(directory.rebuild())) {
            createQuarantine();
            moves.move(directory.rebuild(), Moves.unused(directory.quarantine().resolve("rebuild")));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private boolean deleteIfEmpty(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && files(folder).isEmpty()) {
            moves.delete(folder);
        }
        return !Moves.isThere(folder);
    }
}
