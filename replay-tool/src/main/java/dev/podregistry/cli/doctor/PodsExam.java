package dev.podregistry.cli.doctor;

import dev.podregistry.audit.Moment;
import dev.podregistry.audit.State;
import dev.podregistry.audit.Vitality;
import dev.podregistry.audit.Vitality.Verdict;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.history.Present;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.log.chronicle.doctor.LogDoctor;
import dev.podregistry.model.LogException;
import dev.podregistry.model.PodName;
import dev.podregistry.table.ImpossibleHistoryException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts the pods whose processes are dead, or not to be seen from here. */
final class PodsExam {

    private static final int SHOWN = 3;

    private final Shell shell;
    private final Path directory;

    PodsExam(Shell shell, Path directory) {
        this.shell = shell;
        this.directory = directory;
    }

    /** {@return what was found; nothing where there is no log or it cannot be read, which the log's own line says} */
    List<Finding> pods() {
        if (!LogDoctor.missingFlags().isEmpty()) {
            return List.of(Finding.warn("pods", "not counted, as the missing flags hide them", null));
        }
        try (History history = History.ofStates(quiet(), directory)) {
            State state = history.state(new Moment.End());
            return List.of(
                    judge(state.table().allocations().size(), history.present().notAlive(state.table())));
        } catch (LogException | ImpossibleHistoryException e) {
            return List.of();
        }
    }

    /** {@return a shell without messages: what is wrong with snapshots has a line of its own} */
    private Shell quiet() {
        return new Shell(
                shell.out(),
                new PrintWriter(Writer.nullWriter()),
                shell.terminal(),
                shell.environment(),
                shell.workingDirectory(),
                shell.times(),
                shell.logs());
    }

    private static Finding judge(int live, Map<PodName, Vitality> notAlive) {
        List<String> dead = names(notAlive, Verdict.DEAD);
        List<String> unknown = names(notAlive, Verdict.UNKNOWN);
        int alive = live - dead.size() - unknown.size();
        String text = (live == 1 ? "1 pod" : live + " pods") + ": " + alive + " alive, " + dead.size() + " dead"
                + some(dead) + ", " + unknown.size() + " unknown" + some(unknown);
        Finding finding = dead.isEmpty()
                ? Finding.ok("pods", text)
                : Finding.warn("pods", text, Present.reclaimed("the dead") + "; tree says why");
        return finding.with("alive", alive).with("dead", dead).with("unknown", unknown);
    }

    private static List<String> names(Map<PodName, Vitality> pods, Verdict verdict) {
        return pods.entrySet().stream()
                .filter(each -> each.getValue().verdict() == verdict)
                .map(each -> each.getKey().value())
                .toList();
    }

    private static String some(List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
        return names.stream().limit(SHOWN).map(Printable::text).collect(Collectors.joining(", ", " (", more + ")"));
    }
}
