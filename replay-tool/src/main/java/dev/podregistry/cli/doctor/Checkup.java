package dev.podregistry.cli.doctor;

import dev.podregistry.cli.doctor.Finding.Verdict;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Times;
import dev.podregistry.log.chronicle.doctor.LogDoctor;
import dev.podregistry.log.place.Reasons;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one subject after the other, and at the next whatever became of the one before.
 *
 * <p>Subjects come in the order in which they have to be right: the machine, the directory, the log.
 */
final class Checkup {

    /** Which of several exit codes counts: the one that most hangs on. */
    private static final List<Integer> GRAVEST =
            List.of(ExitCode.DAMAGED, ExitCode.JVM_FLAGS, ExitCode.NO_LOG, ExitCode.NEGATIVE, ExitCode.OK);

    private final List<Finding> findings = new ArrayList<>();

    private Checkup() {}

    /** Looks at a subject. */
    @FunctionalInterface
    interface Look {
        List<Finding> look() throws IOException;
    }

    /** {@return what was found, its times in UTC} */
    static Checkup of(Path directory, LogDoctor doctor, InstantSource clock) {
        return of(directory, doctor, clock, new Times(Clock.systemUTC()), List::of);
    }

    /**
     * {@return what was found}
     *
     * @param directory the registry, there or not
     * @param doctor looks at it
     * @param clock tells the time that the log's is compared with
     * @param times how times are shown
     * @param pods looks at the pods in it
     */
    static Checkup of(Path directory, LogDoctor doctor, InstantSource clock, Times times, Look pods) {
        Checkup checkup = new Checkup();
        checkup.atMachine(new MachineExam(doctor));
        checkup.atPlace(new PlaceExam(doctor, clock, times));
        checkup.atLog(new LogExam(directory, doctor, clock, times), new TreeExam(directory));
        checkup.look("pods", Verdict.WARN, pods);
        return checkup;
    }

    private void atMachine(MachineExam machine) {
        look("java", Verdict.FAIL, machine::java);
        look("versions", Verdict.WARN, machine::versions);
        look("processes", Verdict.WARN, machine::processes);
    }

    private void atPlace(PlaceExam place) {
        look("directory", Verdict.FAIL, place::directory);
        look("disk", Verdict.FAIL, place::disk);
        look("durability", Verdict.WARN, place::durability);
        look("lock", Verdict.WARN, place::lock);
    }

    private void atLog(LogExam log, TreeExam tree) {
        look("log", Verdict.FAIL, log::log);
        look("directory", Verdict.WARN, tree::look);
        look("clock", Verdict.WARN, log::clock);
        look("snapshots", Verdict.WARN, log::snapshots);
        look("quarantine", Verdict.WARN, log::quarantines);
        look("sizes", Verdict.WARN, log::sizes);
    }

    /** What is examined may be in any state, so that whatever is thrown is a finding and never an end. */
    private void look(String subject, Verdict otherwise, Look look) {
        try {
            findings.addAll(look.look());
        } catch (AccessDeniedException e) {
            findings.add(closed(
                    subject,
                    otherwise,
                    "permission denied: " + e.getMessage(),
                    "run doctor as the user that the pods run as"));
        } catch (IOException e) {
            findings.add(closed(subject, otherwise, Reasons.of(e), null));
        } catch (Exception | LinkageError | AssertionError | VirtualMachineError e) {
            findings.add(closed(subject, otherwise, e.toString(), null));
        }
    }

    private static Finding closed(String subject, Verdict otherwise, String reason, @Nullable String advice) {
        String text = "cannot be looked at: " + reason;
        return otherwise == Verdict.FAIL ? Finding.fail(subject, text, advice) : Finding.warn(subject, text, advice);
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** {@return the gravest verdict} */
    Verdict verdict() {
        return findings.stream()
                .map(Finding::verdict)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.OK);
    }

    int exitCode() {
        return findings.stream()
                .map(Finding::code)
                .min(Comparator.comparingInt(GRAVEST::indexOf))
                .orElse(ExitCode.OK);
    }

    long count(Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }

    /** {@return what to do first, in one line} */
    String next() {
        return findings.stream()
                .filter(finding -> finding.verdict() == verdict())
                .filter(finding -> finding.verdict() != Verdict.OK)
                .min(Comparator.comparingInt(finding -> GRAVEST.indexOf(finding.code())))
                .map(Checkup::next)
                .orElse("nothing has to be done");
    }

    private static String next(Finding gravest) {
        return gravest.subject() + ": " + Objects.requireNonNullElse(gravest.advice(), gravest.text());
    }
}
