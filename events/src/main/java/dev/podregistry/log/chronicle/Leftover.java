package dev.podregistry.log.chronicle;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.LogUnavailableException.Reason;
import dev.podregistry.log.file.FoundationFiles;
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
 * whatever else is there; one that is there stays, and the rebuilt one goes if all of it is in that. Deleted is only what
 * the rebuild's own report and the names say that a rebuild has made; anything else is moved into the quarantine.
 */
final class Leftover {

    private final RegistryDirectory directory;
    private final RegistryDirectory fresh;
    private final Moves moves;

    Leftover(RegistryDirectory directory, Fsync fsync) {
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
    RecoveryReport finish() throws IOException {
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
            requireNothingElse();
        }
        undo(plan);
        return null;
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
        if (found.broken() != null
                || !found.end().equals(report.kept())
                || files(fresh.queue()).isEmpty()) {
            throw undecided(directory.queue() + " is missing, and " + fresh.queue()
                    + ", which a recovery was about to put there, is not whole: it ends after sequence "
                    + found.end().sequence() + "; move " + directory.rebuild()
                    + " away, and put a copy of the queue there"
                    + (report.quarantine() == null ? "" : ", as from " + report.quarantine()));
        }
        return report;
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

    /** A queue stands where the old one was or the fresh one was to come: whose it is, its events tell. */
    private void requireNothingElse() throws IOException {
        if (isJustBegun()) {
            return;
        }
        LogPosition rebuilt =
                RawLog.read(fresh.queue(), (day, transaction) -> {}).end();
        if (rebuilt.sequence() > 0 && !holds(directory.queue(), rebuilt)) {
            throw undecided(directory.queue() + " does not hold what " + fresh.queue() + " holds up to sequence "
                    + rebuilt.sequence() + ", and which a recovery was about to put there; move " + directory.queue()
                    + " away to go on with that, or " + directory.rebuild() + " to go on with what is there");
        }
    }

    /** {@return whether no event was copied yet; what the history was to begin with may be there in part} */
    private boolean isJustBegun() throws IOException {
        return files(fresh.queue()).stream().allMatch(FoundationFiles::isOne);
    }

    /** {@return whether a queue holds the event of a position, or begins behind it} */
    private static boolean holds(Path queue, LogPosition position) throws IOException {
        boolean found = FoundationFiles.in(queue).first().equals(position);
        for (Path file : RegistryDirectory.days(queue)) {
            try (RawDay day = RawDay.open(file)) {
                found = found || day.record(0, record -> record.link().hash().equals(position.hash())) != null;
            }
        }
        return found;
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
                && (name.equals("metadata.cq4t") || name.endsWith(".cq4") || FoundationFiles.isOne(file));
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
