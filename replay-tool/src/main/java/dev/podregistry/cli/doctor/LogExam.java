package dev.podregistry.cli.doctor;

import dev.podregistry.cli.history.Leftovers;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Times;
import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Foundation;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.log.chronicle.doctor.Diagnosis;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Discarded;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Log;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Log.Last;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Mark;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Quarantine;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Quarantine.Report;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Size;
import dev.podregistry.log.chronicle.doctor.LogDoctor;
import dev.podregistry.log.file.SnapshotCondition;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.model.DamagedLogException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the log, and at what lies beside it. */
final class LogExam {

    /** Clocks of one machine agree, but a step of the clock is no fault of a second. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final Path directory;
    private final LogDoctor doctor;
    private final InstantSource clock;
    private final Times times;
    private @Nullable Last last;

    LogExam(Path directory, LogDoctor doctor, InstantSource clock, Times times) {
        this.times = times;
        this.directory = directory;
        this.doctor = doctor;
        this.clock = clock;
    }

    List<Finding> log() throws IOException {
        Log is = doctor.log();
        last = is.last();
        List<Finding> found = new ArrayList<>();
        found.add(judge(is)
                .with("condition", is.condition().name())
                .with("days", is.days())
                .with("sequence", last == null ? null : last.sequence())
                .with("time", last == null ? null : last.time().toString())
                .with("defect", is.defect()));
        doctor.discarded().forEach(discarded -> found.add(judge(discarded)));
        addMark(found);
        found.addAll(history());
        return found;
    }

    private void addMark(List<Finding> found) throws IOException {
        Mark is = doctor.mark();
        if (is.defect() != null && last != null) {
            Finding finding = is.foreign()
                    ? Finding.fail("log", ExitCode.DAMAGED, is.defect(), Leftovers.advice(is))
                    : Finding.warn("log", is.defect(), Leftovers.advice(is));
            found.add(finding.with("file", is.file().toString()));
        }
    }

    /** {@return that the history does not begin with the first event, if so} */
    private List<Finding> history() throws IOException {
        try {
            Foundation foundation = doctor.foundation();
            return foundation == null
                    ? List.of()
                    : List.of(Finding.warn(
                                    "history",
                                    "the " + foundation.text(),
                                    "nothing, it stays so; if the missing files turn up, keep them beside the quarantine")
                            .with("sequence", foundation.sequence())
                            .with("hash", foundation.position().hash().toString())
                            .with("acceptedAt", foundation.accepted().toString())
                            .with("acceptedBy", foundation.by().value()));
        } catch (DamagedLogException e) {
            return List.of(Finding.fail("history", ExitCode.DAMAGED, e.defect(), "restore a backup"));
        }
    }

    private static Finding judge(Discarded is) {
        String text = Leftovers.text(is);
        Finding finding = is.lacking() == 0
                ? Finding.warn("log", text, "move it out of the registry")
                : Finding.fail(
                        "log",
                        ExitCode.DAMAGED,
                        text,
                        "look for a copy of the registry that has them; then move it away");
        return finding.with("file", is.file().toString())
                .with("readable", is.readable())
                .with("lacking", is.lacking());
    }

    private Finding judge(Log is) throws IOException {
        String files = is.days() == 1 ? "1 file of a day, " : is.days() + " files of days, ";
        String end = files
                + (last == null ? "no event" : "last event #" + last.sequence() + " of " + times.shown(last.time()));
        return switch (is.condition()) {
            case MISSING ->
                Finding.fail(
                        "log",
                        ExitCode.NO_LOG,
                        "there is no registry in " + Printable.text(directory.toString()),
                        "check --dir; if this is the place for a new one, the first pod that opens it makes it");
            case GONE ->
                Finding.fail(
                        "log",
                        ExitCode.DAMAGED,
                        "damage: " + is.defect(),
                        "put back what was there, or a backup with pod-registry restore; or end all processes that use it,"
                                + " and move the directory away to begin anew");
            case SOUND -> Finding.ok("log", end + ", ended as its writers left it (verify reads all of it)");
            case TORN ->
                Finding.warn(
                        "log",
                        end + ", and behind it not as its writers left it: " + is.defect(),
                        "copy the directory, then let a pod open it or run pod-registry repair --apply: that mends it, and"
                                + " sets aside what is torn");
            case REBUILDABLE ->
                Finding.fail(
                        "log",
                        ExitCode.DAMAGED,
                        end + ", and every event is there, but not all are found: " + is.defect(),
                        "copy the directory, then run pod-registry repair --apply: that keeps every event");
            case RECOVERING -> recovering(end);
            case DAMAGED ->
                Finding.fail(
                        "log",
                        ExitCode.DAMAGED,
                        end + ", and behind it damage: " + is.defect(),
                        "stop writing, copy the directory, run pod-registry verify, then pod-registry repair");
            case NEWER ->
                Finding.fail("log", "of a newer version: " + is.defect(), "upgrade this version of pod-registry");
        };
    }

    private Finding recovering(String end) throws IOException {
        boolean held = doctor.lock().held() == Diagnosis.Lock.Held.HELD;
        return held
                ? Finding.warn("log", end + "; a recovery is under way", "wait for it")
                : Finding.warn(
                        "log",
                        end + "; a recovery was interrupted",
                        "let a pod open it, or run pod-registry repair --apply: that finishes the recovery");
    }

    List<Finding> clock() {
        Last newest = last;
        if (newest == null) {
            return List.of();
        }
        Instant now = clock.instant();
        Duration ahead = Duration.between(now, newest.time());
        Finding finding = ahead.compareTo(TOLERANCE) > 0
                ? Finding.warn(
                        "clock",
                        "it says " + times.shown(now) + ", and the last event is stamped " + Printable.duration(ahead)
                                + " later",
                        "set whichever clock is wrong; the log is not harmed, as the sequence is the order")
                : Finding.ok("clock", "it says " + times.shown(now) + ", after the last event");
        return List.of(
                finding.with("now", now.toString()).with("event", newest.time().toString()));
    }

    List<Finding> snapshots() {
        List<Finding> found = new ArrayList<>();
        SnapshotFiles files = SnapshotFiles.in(
                directory, warning -> found.add(Finding.warn("snapshots", warning, "opening takes longer")));
        files.conditions().forEach(snapshot -> found.add(judge(snapshot)));
        if (found.isEmpty() && last != null) {
            found.add(Finding.ok("snapshots", "none; opening reads the log from its beginning"));
        }
        return found;
    }

    private Finding judge(SnapshotCondition is) {
        Bookmark bookmark = is.bookmark();
        String text = "#" + is.sequence() + ", " + Printable.bytes(is.bytes()) + ", ";
        Boolean inLog = (bookmark == null || !LogDoctor.missingFlags().isEmpty())
                ? null
                : Boolean.valueOf(ChronicleLogReader.leadsTo(directory, bookmark));
        return judge(is, text, inLog)
                .with("file", is.file().toString())
                .with("sequence", is.sequence())
                .with("bytes", is.bytes())
                .with("valid", bookmark != null)
                .with("inLog", inLog)
                .with("defect", is.defect());
    }

    private Finding judge(SnapshotCondition is, String text, @Nullable Boolean inLog) {
        if (is.bookmark() == null) {
            return Finding.warn(
                    "snapshots",
                    text + "not valid: " + is.defect(),
                    "nothing: it is passed over, and may be removed at any time");
        }
        if (inLog == null) {
            return Finding.warn("snapshots", text + "valid; whether the log leads to it, the missing flags hide", null);
        }
        if (inLog) {
            return Finding.ok("snapshots", text + "valid, and the log leads to it");
        }
        boolean ahead = last != null && is.sequence() > last.sequence();
        return Finding.warn(
                "snapshots",
                text + "valid, but the log " + (ahead ? "ends before it" : "does not lead to it"),
                ahead
                        ? "keep it: put back the file that was lost or a backup; only if it is of another log, move it away"
                        : "it is of another log, or this one was repaired: compare with pod-registry verify");
    }

    List<Finding> quarantines() throws IOException {
        List<Finding> found = new ArrayList<>();
        doctor.quarantines().forEach(quarantine -> found.add(judge(quarantine)));
        if (found.isEmpty() && last != null) {
            found.add(Finding.ok("quarantine", "none"));
        }
        return found;
    }

    private static Finding judge(Quarantine is) {
        Report report = is.report();
        String name = Printable.text(String.valueOf(is.folder().getFileName()));
        String defect = report == null ? "" : ": " + report.defect();
        String dropped = report == null || report.dropped() == 0
                ? ", with no readable event"
                : ", with " + report.dropped() + " readable events";
        Finding finding = report == null
                ? Finding.warn("quarantine", name + " has no report that can be read", "look into it by hand")
                : report.dropped() == 0
                        ? Finding.ok("quarantine", name + dropped + defect)
                        : Finding.warn(
                                "quarantine",
                                name + dropped + defect,
                                "read its dropped.ndjson, and end or register again the pods it speaks of; then move it"
                                        + " away");
        return finding.with("folder", is.folder().toString())
                .with("time", report == null ? null : report.time().toString())
                .with("kept", report == null ? null : report.kept())
                .with("defect", report == null ? null : report.defect())
                .with("dropped", report == null ? null : report.dropped());
    }

    List<Finding> sizes() throws IOException {
        List<Size> sizes = doctor.sizes();
        if (sizes.isEmpty()) {
            return List.of();
        }
        Finding finding = Finding.ok(
                "sizes", String.join("; ", sizes.stream().map(LogExam::text).toList()));
        for (Size size : sizes) {
            finding = finding.with(size.name() + "Files", size.files())
                    .with(size.name() + "Apparent", size.apparent())
                    .with(size.name() + "Data", size.data());
        }
        return List.of(finding);
    }

    private static String text(Size size) {
        Long data = size.data();
        return size.name() + " " + Printable.bytes(size.apparent()) + " in " + size.files()
                + (size.files() == 1 ? " file, " : " files, ")
                + (data == null ? "du tells how much on the disk" : Printable.bytes(data) + " of it not zeros");
    }
}
