package dev.podregistry.cli.doctor;

import dev.podregistry.cli.doctor.Finding.Verdict;
import dev.podregistry.cli.json.JsonAnswers;
import dev.podregistry.cli.json.Shapes;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.log.chronicle.doctor.LogDoctor;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether a machine and a directory can carry a registry, and what state it is in. */
@Command(
        description = {
            "Looks at this machine, the directory and the registry in it, if there is one, in whatever state that is, and"
                    + " says for each subject whether it is ok, to be looked at (warn) or cannot work (FAIL), and at last"
                    + " what to do first. It changes no byte, takes no lock, and works without the right to write and"
                    + " without the JVM flags that the log needs.",
            "Exit code 0 when nothing fails; else 65 for a damaged log, 78 for missing flags, 66 when there is no"
                    + " registry, 1 for anything else, the first of these."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  pod-registry doctor -d /var/lib/pods", "  pod-registry doctor -d /var/lib/pods -o json"})
public final class DoctorCommand implements Callable<Integer> {

    private static final int SHOWN = 4;
    private static final int SUBJECT = 11;
    private static final int VERDICT = 5;

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private OutputOption output = new OutputOption();

    public DoctorCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Path directory = registry.directory(shell);
        Checkup checkup = Checkup.of(
                directory,
                LogDoctor.of(directory),
                InstantSource.system(),
                shell.times(),
                new PodsExam(shell, directory)::pods);
        if (output.isTable()) {
            print(checkup);
        } else {
            printJson(directory, checkup);
        }
        return checkup.exitCode();
    }

    private void print(Checkup checkup) {
        Map<String, Integer> shown = new LinkedHashMap<>();
        for (Finding finding : checkup.findings()) {
            if (shown.merge(finding.subject(), 1, Integer::sum) <= SHOWN) {
                print(finding);
            }
        }
        shown.forEach((subject, count) -> {
            if (count > SHOWN) {
                shell.out().println(subject + ": " + (count - SHOWN) + " more; -o json tells all of them");
            }
        });
        shell.out().println(coloured(checkup.verdict(), sum(checkup)) + "; next: " + Printable.line(checkup.next()));
    }

    private void print(Finding finding) {
        String word = Printable.padded(finding.verdict().word(), VERDICT);
        shell.out()
                .println(Printable.padded(finding.subject(), SUBJECT)
                        + coloured(finding.verdict(), word)
                        + Printable.line(finding.text()));
        if (finding.advice() != null) {
            shell.out().println(" ".repeat(SUBJECT + VERDICT) + "-> " + Printable.line(finding.advice()));
        }
    }

    private static String sum(Checkup checkup) {
        long failed = checkup.count(Verdict.FAIL);
        long warnings = checkup.count(Verdict.WARN);
        String warned = warnings == 1 ? "1 warning" : warnings + " warnings";
        return failed > 0 ? failed + " FAIL, " + warned : warnings > 0 ? warned : "all ok";
    }

    private String coloured(Verdict verdict, String text) {
        return switch (verdict) {
            case OK -> shell.green(text);
            case WARN -> shell.yellow(text);
            case FAIL -> shell.red(text);
        };
    }

    private void printJson(Path directory, Checkup checkup) {
        JsonAnswers.Rows rows = output.json(shell).rows("pod-registry/doctor/1", "findings");
        for (Finding one : checkup.findings()) {
            rows.add(Shapes.finding(one.subject(), one.verdict().lower(), one.text(), one.advice(), one.facts()));
        }
        rows.end(Shapes.checkup(directory.toString(), checkup.verdict().lower(), checkup.exitCode(), checkup.next()));
    }
}
