package dev.podregistry.cli;

import dev.podregistry.audit.Beginning;
import dev.podregistry.audit.Mark;
import dev.podregistry.audit.Period;
import dev.podregistry.audit.State.Link;
import dev.podregistry.audit.Stay;
import dev.podregistry.model.PodName;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints stretches of a history: who held something, from which event to which. */
final class StretchText {

    private static final int LINE_SHOWN = 8;

    private final Shell shell;

    StretchText(Shell shell) {
        this.shell = shell;
    }

    void print(Period period) {
        if (!period.isHeld()) {
            headline("nobody", period.from(), period.until());
            ends(period.from(), period.until());
            return;
        }
        Link holder = period.chain().get(0);
        headline(holder.allocation().pod().value(), period.from(), period.until());
        ends(period.from(), null);
        line("rule", Printable.rule(period.rule()));
        line("under", line(period.chain().subList(1, period.chain().size())));
        printAuthority(holder.beginning());
        period.changes().forEach(change -> line("", event(change)));
        ends(null, period.until());
    }

    private static String line(List<Link> above) {
        String names = above.stream()
                .limit(LINE_SHOWN)
                .map(link -> Printable.text(link.allocation().pod().value()) + " (#"
                        + link.allocation().created() + ")")
                .collect(Collectors.joining(", under "));
        int more = above.size() - LINE_SHOWN;
        return above.isEmpty() ? "nobody: it is top-level" : names + (more > 0 ? ", and " + more + " more" : "");
    }

    private void printAuthority(Beginning beginning) {
        List<String> lines = EventText.authority(beginning);
        for (int i = 0; i < lines.size(); i++) {
            line(i == 0 ? "on the" : "", lines.get(i));
        }
    }

    void print(Stay stay) {
        headline(stay.pod().value(), stay.from(), stay.until());
        ends(stay.from(), null);
        stay.rules().forEach(rule -> line("rule", Printable.rule(rule)));
        PodName under = stay.under();
        line("under", under == null ? "nobody: it is top-level" : Printable.text(under.value()));
        ends(null, stay.until());
    }

    private void headline(String holder, @Nullable Mark from, @Nullable Mark until) {
        String range = (from == null ? "start" : "#" + from.sequence()) + " – "
                + (until == null ? "still" : "#" + until.sequence());
        String time = from == null || until == null ? "" : ", for " + Times.lapse(from.time(), until.time());
        shell.out().println(Printable.padded(range, 13) + " " + shell.bold(Printable.text(holder)) + time);
    }

    private void ends(@Nullable Mark from, @Nullable Mark until) {
        if (from != null) {
            line("from", event(from));
        }
        if (until != null) {
            line("until", event(until));
        }
    }

    /** {@return an event on one line} */
    String event(Mark mark) {
        String pod = Printable.text(mark.event().pod().value());
        return Printable.padded("#" + mark.sequence(), 5) + " "
                + shell.times().shown(mark.time()) + "  " + pod + " " + Happening.of(mark.event()) + "; asked by "
                + Printable.text(mark.actor().value());
    }

    private void line(String name, String text) {
        shell.out().println("    " + Printable.padded(name, 7) + text);
    }
}
