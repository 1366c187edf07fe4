package dev.podregistry.cli.text;

import dev.podregistry.audit.Beginning;
import dev.podregistry.audit.Mark;
import dev.podregistry.audit.Period;
import dev.podregistry.audit.State.Link;
import dev.podregistry.audit.Stay;
import dev.podregistry.audit.Stay.Move;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.shell.Times;
import dev.podregistry.event.Event;
import dev.podregistry.model.PodName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints stretches of a history: who held something, from which event to which. */
public final class StretchText {

    private static final int LINE_SHOWN = 8;
    private static final String TOP_LEVEL = "nobody: it is top-level";

    private final Shell shell;

    public StretchText(Shell shell) {
        this.shell = shell;
    }

    public void print(Period period) {
        if (!period.isHeld()) {
            headline("nobody", period.from(), period.until());
            ends(period.from(), period.until());
            return;
        }
        Link holder = period.chain().get(0);
        headline(holder.allocation().pod().value(), period.from(), period.until());
        ends(period.from(), null);
        line("rule", Printable.rule(period.rule()));
        line("under", line(period.chain().subList(1, period.chain().size()), endings(period)));
        printAuthority(holder.beginning());
        period.changes().forEach(change -> line("", event(change)));
        ends(null, period.until());
    }

    /** {@return with which event each pod of the chain has ended that ended meanwhile} */
    private static Map<PodName, Long> endings(Period period) {
        return period.changes().stream()
                .filter(change -> !(change.event() instanceof Event.Adopted))
                .collect(Collectors.toMap(change -> change.event().pod(), Mark::sequence, (first, second) -> first));
    }

    private static String line(List<Link> above, Map<PodName, Long> endings) {
        if (above.isEmpty()) {
            return TOP_LEVEL;
        }
        String names = above.stream()
                .limit(LINE_SHOWN)
                .map(link -> named(link, endings.get(link.allocation().pod())))
                .collect(Collectors.joining(", under "));
        int more = above.size() - LINE_SHOWN;
        return names + (more > 0 ? ", and " + more + " more" : "") + since(above, endings);
    }

    private static String named(Link link, @Nullable Long ended) {
        return Printable.text(link.allocation().pod().value()) + " (#"
                + link.allocation().created() + ")" + (ended == null ? "" : " until #" + ended);
    }

    /** {@return where the holder came to be at last, if the pod right above it has ended} */
    private static String since(List<Link> above, Map<PodName, Long> endings) {
        if (!endings.containsKey(above.get(0).allocation().pod())) {
            return "";
        }
        return above.stream()
                .map(link -> link.allocation().pod())
                .filter(pod -> !endings.containsKey(pod))
                .findFirst()
                .map(pod -> "; then under " + Printable.text(pod.value()))
                .orElse("; then top-level");
    }

    private void printAuthority(Beginning beginning) {
        List<String> lines = EventText.authority(beginning);
        for (int i = 0; i < lines.size(); i++) {
            line(i == 0 ? "on the" : "", lines.get(i));
        }
    }

    public void print(Stay stay) {
        headline(stay.pod().value(), stay.from(), stay.until());
        ends(stay.from(), null);
        stay.rules().forEach(rule -> line("rule", Printable.rule(rule)));
        line("under", under(stay));
        ends(null, stay.until());
    }

    private static String under(Stay stay) {
        StringBuilder text = new StringBuilder(stay.under() == null ? TOP_LEVEL : above(stay.under()));
        for (Move move : stay.moves()) {
            text.append(" until #")
                    .append(move.by().sequence())
                    .append(", then ")
                    .append(above(move.to()));
        }
        return text.toString();
    }

    private static String above(@Nullable PodName pod) {
        return pod == null ? "top-level" : Printable.text(pod.value());
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
        String pod = EventText.about(mark.event());
        return Printable.padded("#" + mark.sequence(), 5) + " "
                + shell.times().shown(mark.time()) + "  " + pod + " " + Happening.of(mark.event()) + "; asked by "
                + Printable.text(mark.actor().value());
    }

    private void line(String name, String text) {
        shell.out().println("    " + Printable.padded(name, 7) + text);
    }
}
