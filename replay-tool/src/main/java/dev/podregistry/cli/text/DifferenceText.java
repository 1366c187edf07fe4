package dev.podregistry.cli.text;

import dev.podregistry.audit.Difference;
import dev.podregistry.audit.Difference.Change;
import dev.podregistry.audit.Handover;
import dev.podregistry.audit.Mark;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in lines what is different between two tables: rows that came (+), went (-) or changed (~), then the paths. */
public final class DifferenceText {

    private static final int EXCEPTIONS_SHOWN = 10;

    private final Shell shell;
    private final Map<Long, Mark> endings;

    public DifferenceText(Shell shell, Map<Long, Mark> endings) {
        this.shell = shell;
        this.endings = endings;
    }

    public List<String> lines(Difference difference) {
        List<String> lines = new ArrayList<>();
        difference.went().forEach(row -> addGone(lines, row));
        difference.came().forEach(row -> addRow(lines, shell.green("+"), row));
        difference.changed().forEach(change -> addChange(lines, change));
        difference.handovers().forEach(handover -> addHandover(lines, handover));
        return lines;
    }

    private void addGone(List<String> lines, Allocation row) {
        addRow(lines, shell.red("-"), row);
        Mark ending = endings.get(row.created());
        if (ending != null) {
            lines.add("    " + new StretchText(shell).event(ending));
        }
    }

    private void addRow(List<String> lines, String sign, Allocation row) {
        lines.add(sign + " " + name(row.pod()) + "  since #" + row.created() + ", " + under(row.delegatedFrom()) + ", "
                + owner(row));
        EventText.scope(row.scope()).forEach(rule -> lines.add("    " + rule));
    }

    private void addChange(List<String> lines, Change change) {
        Allocation before = change.before();
        Allocation after = change.after();
        lines.add(shell.yellow("~") + " " + name(after.pod()) + "  since #" + after.created());
        add(lines, under(before.delegatedFrom()), under(after.delegatedFrom()));
        add(lines, owner(before), owner(after));
        add(lines, EventText.segment(before.segment()), EventText.segment(after.segment()));
        without(before.scope().deny(), after.scope().deny())
                .forEach(rule -> lines.add("    no longer denied: " + Printable.rule(rule)));
        without(after.scope().deny(), before.scope().deny())
                .forEach(rule -> lines.add("    now denied: " + Printable.rule(rule)));
    }

    private static List<ScopeRule> without(List<ScopeRule> rules, List<ScopeRule> others) {
        List<ScopeRule> rest = new ArrayList<>(rules);
        others.forEach(rest::remove);
        return rest;
    }

    private static void add(List<String> lines, String before, String after) {
        if (!before.equals(after)) {
            lines.add("    " + before + " → " + after);
        }
    }

    private static void addHandover(List<String> lines, Handover handover) {
        lines.add("  " + Printable.text(handover.paths()) + "  " + holder(handover.before()) + " → "
                + holder(handover.after()));
        handover.exceptions().stream()
                .limit(EXCEPTIONS_SHOWN)
                .forEach(exception -> lines.add("    but not " + Printable.text(exception.paths())
                        + (exception.isChange()
                                ? ": " + holder(exception.before()) + " → " + holder(exception.after())
                                : ", unchanged")));
        int more = handover.exceptions().size() - EXCEPTIONS_SHOWN;
        if (more > 0) {
            lines.add("    and not " + more + " more; -o json tells all of them");
        }
    }

    private static String holder(@Nullable Allocation row) {
        return row == null ? "nobody" : Printable.text(row.pod().value());
    }

    private String name(PodName pod) {
        return shell.bold(Printable.text(pod.value()));
    }

    private static String under(@Nullable PodName parent) {
        return parent == null ? "top-level" : "under " + Printable.text(parent.value());
    }

    private static String owner(Allocation row) {
        return (row.isReservation() ? "reserved by " : "") + EventText.process(row.process()) + ", token "
                + row.token();
    }
}
