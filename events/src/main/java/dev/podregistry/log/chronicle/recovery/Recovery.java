package dev.podregistry.log.chronicle.recovery;

import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.disk.Remains;
import dev.podregistry.log.chronicle.raw.DayFiles;
import dev.podregistry.log.chronicle.raw.Inspection;
import dev.podregistry.log.chronicle.raw.RawLog;
import dev.podregistry.log.chronicle.raw.ReadFailures;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogUnavailableException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides, under the registry's lock, whether a log ends as its writers left it, and if it does not, whether that is a
 * torn tail, which is set aside, or damage, which is refused.
 *
 * <p>A tail is torn when nothing is missing that was known to be on the disk. It is damage when anything readable behind
 * the break knows better; when a whole transaction is there, at its place, but is not the next of the chain; and when
 * what does not verify has no gap, for a loss of power leaves out whole pages, which are zeros.
 */
public final class Recovery {

    private Recovery() {}

    /**
     * {@return what had to be done so that a writer can go on, null when nothing}
     *
     * @param extent how far back to look for a loss of power
     * @throws DamagedLogException when the log is damaged; nothing was changed
     */
    static @Nullable RecoveryReport run(RegistryDirectory directory, Inspection.Extent extent, Fsync fsync)
            throws IOException {
        RecoveryReport finished = new Leftover(directory, fsync).finish();
        if (!directory.hasLog()) {
            Remains.requireNone(directory);
        }
        directory.createQueue();
        if (!Files.exists(directory.table())) {
            // A new one would tell of what is left as if it were all.
            ReadFailures.requireNoDamage(directory);
        }
        if (!Inspection.isSound(directory.queue(), extent)) {
            return setAside(directory, fsync);
        }
        DayFiles.ready(directory);
        return finished;
    }

    /** {@return what was done to go on from the last proven event} */
    static RecoveryReport setAside(RegistryDirectory directory, Fsync fsync) throws IOException {
        RawLog.Findings findings = ReadFailures.findings(directory);
        if (findings.isDamage()) {
            throw findings.exception(null);
        }
        return Rebuild.run(directory, report(findings, directory.queue(), null), fsync);
    }

    /**
     * {@return what was done about a sound queue that Chronicle cannot open because of its bytes}
     *
     * @throws LogUnavailableException when anything else is the reason; nothing was changed
     */
    static RecoveryReport ofUnopened(RegistryDirectory directory, Throwable fault, Fsync fsync) throws IOException {
        if (isOfTheSystem(fault)) {
            throw unopened(directory, fault);
        }
        boolean blamed = false;
        try {
            blamed = Trial.blames(directory);
        } catch (IOException e) {
            fault.addSuppressed(e);
        }
        if (!blamed) {
            throw unopened(directory, fault);
        }
        return setAside(directory, fsync);
    }

    private static boolean isOfTheSystem(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileSystemException || cause instanceof FileNotFoundException) {
                return true;
            }
        }
        return false;
    }

    /** {@return what to tell about a sound queue that cannot be opened} */
    static LogUnavailableException unopened(RegistryDirectory directory, Throwable fault) {
        return new LogUnavailableException(
                LogUnavailableException.Reason.IO,
                "cannot open " + directory.queue() + " for writing: " + Reasons.of(fault, directory.queue())
                        + "; its events are intact and were not"
                        + " changed. See who may write there, and this process's limits, then try again",
                fault);
    }

    public static RecoveryReport report(RawLog.Findings findings, Path queue, @Nullable Path quarantine) {
        RawLog.Break broken = findings.broken();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        if (broken == null) {
            RawLog.Break astray = findings.astray();
            return new RecoveryReport(
                    now,
                    findings.end(),
                    astray == null
                            ? "Chronicle's own pointers lead astray, all events being intact"
                            : "event " + astray.sequence() + " is not where it should be: " + astray.defect()
                                    + "; all events are intact",
                    astray == null ? queue : astray.file(),
                    astray == null ? 0 : astray.offset(),
                    List.of(),
                    quarantine);
        }
        return new RecoveryReport(
                now,
                findings.end(),
                "event " + broken.sequence() + " is lost: " + broken.defect(),
                broken.file(),
                broken.offset(),
                broken.dropped().stream()
                        .map(record -> new RecoveryReport.Dropped(
                                record.sequence(), record.link().line()))
                        .toList(),
                quarantine);
    }

    static RecoveryReport placed(RecoveryReport report, Path quarantine) {
        return new RecoveryReport(
                report.time(),
                report.kept(),
                report.defect(),
                report.file(),
                report.offset(),
                report.dropped(),
                quarantine);
    }
}
