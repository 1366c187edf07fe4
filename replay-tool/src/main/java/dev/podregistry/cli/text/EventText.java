package dev.podregistry.cli.text;

import dev.podregistry.audit.Beginning;
import dev.podregistry.audit.Kind;
import dev.podregistry.audit.Moved;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.ProcessDead;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in lines of text what an event is: first how it came about, then the rules it is about. */
public final class EventText implements Event.Visitor<List<String>> {

    private static final int CHILDREN_SHOWN = 8;

    private static final EventText TEXT = new EventText();

    private EventText() {}

    /** Prints an event as a headline and indented lines; the last says whom it moved up. */
    public static void print(Shell shell, Recorded recorded, Moved moved) {
        Event event = recorded.event();
        shell.out()
                .println(Printable.padded("#" + recorded.sequence(), 5)
                        + " " + shell.times().shown(recorded.time())
                        + "  " + Printable.padded(Kind.of(event).toString(), 14)
                        + "  " + shell.bold(about(event)));
        List<String> lines = event.accept(TEXT);
        String actor = Printable.text(recorded.origin().actor().value());
        shell.out().println("      " + lines.get(0) + "; asked by " + actor);
        lines.stream().skip(1).forEach(line -> shell.out().println("      " + line));
        if (!moved.children().isEmpty()) {
            shell.out().println("      " + moved(moved));
        }
    }

    /** {@return the pod that an event is about, or what else} */
    public static String about(Event event) {
        PodName pod = event.pod();
        return pod == null ? "the whole table" : Printable.text(pod.value());
    }

    /** {@return whom an event moved up} */
    static String moved(Moved moved) {
        String names = moved.children().stream()
                .limit(CHILDREN_SHOWN)
                .map(pod -> Printable.text(pod.value()))
                .collect(Collectors.joining(", "));
        int more = moved.children().size() - CHILDREN_SHOWN;
        String to = moved.to() == null
                ? "became top-level: "
                : "moved up to " + Printable.text(moved.to().value()) + ": ";
        return to + names + (more > 0 ? " and " + more + " more" : "");
    }

    /** {@return what the event is, in lines} */
    public static List<String> of(Event event) {
        return event.accept(TEXT);
    }

    @Override
    public List<String> registered(Event.Registered event) {
        List<String> lines = new ArrayList<>();
        lines.add(process(event.process()) + ", " + segment(event.segment()) + socket(event.socket()));
        lines.addAll(rules("allow", event.allow()));
        lines.addAll(rules("deny ", event.deny()));
        return lines;
    }

    @Override
    public List<String> delegated(Event.Delegated event) {
        List<String> lines = new ArrayList<>();
        lines.add("by " + Printable.text(event.spawner().value()) + ", reserved by " + process(event.process())
                + socket(event.socket()));
        lines.addAll(rules("allow", event.allow()));
        lines.addAll(authority(event.authority()));
        return lines;
    }

    /** {@return on what authority a delegation was made, in lines} */
    private static List<String> authority(Authority authority) {
        if (authority instanceof Authority.Given given) {
            List<String> lines = new ArrayList<>(List.of("on the authority of a given delegation scope:"));
            scope(given.scope()).forEach(rule -> lines.add("  " + rule));
            return lines;
        }
        return List.of(
                authority instanceof Authority.OwnScope
                        ? "on the authority of the spawner's own rules"
                        : "on an authority that the import it comes from does not tell");
    }

    /** {@return on what authority a pod was delegated, in lines; none for one that registered} */
    public static List<String> authority(Beginning beginning) {
        Authority authority = beginning.authority();
        Scope scope = beginning.grantedUnder();
        if (authority == null) {
            return List.of();
        }
        if (scope == null) {
            return List.of("authority that the import it comes from does not tell");
        }
        List<String> lines = new ArrayList<>();
        lines.add("authority of "
                + (authority instanceof Authority.Given
                        ? "a given delegation scope:"
                        : "its spawner's own rules then:"));
        scope(scope).forEach(rule -> lines.add("  " + rule));
        return lines;
    }

    @Override
    public List<String> adopted(Event.Adopted event) {
        return List.of("by " + process(event.process()) + ", " + segment(event.segment()));
    }

    @Override
    public List<String> segmentChanged(Event.SegmentChanged event) {
        return List.of("to " + segment(event.segment()));
    }

    @Override
    public List<String> released(Event.Released event) {
        return List.of("gave its scope up");
    }

    @Override
    public List<String> reclaimed(Event.Reclaimed event) {
        if (event.cause() instanceof TakenBack taken) {
            String parent = Printable.text(taken.parent().value());
            List<String> lines = new ArrayList<>();
            lines.add("taken back by " + parent + (taken.removed() ? "" : ", after it had ended"));
            lines.addAll(rules("restored to " + parent + ":", taken.restored()));
            lines.addAll(rules("withheld from " + parent + ", as another pod claims it:", taken.withheld()));
            return lines;
        }
        return List.of("its process was dead: " + process(((ProcessDead) event.cause()).process()));
    }

    @Override
    public List<String> restored(Event.Restored event) {
        return List.of("put back, from a backup or by a repair; tokens from here on are of epoch " + event.epoch());
    }

    public static List<String> scope(Scope scope) {
        List<String> lines = new ArrayList<>(rules("allow", scope.allow()));
        lines.addAll(rules("deny ", scope.deny()));
        return lines;
    }

    private static List<String> rules(String verb, List<ScopeRule> rules) {
        return rules.stream().map(rule -> verb + " " + Printable.rule(rule)).toList();
    }

    public static String process(ProcessIdentity process) {
        return Printable.text(process.toString());
    }

    static String segment(@Nullable SegmentId segment) {
        return segment == null ? "no segment" : "segment " + segment;
    }

    static String socket(PodSocket socket) {
        return socket.equals(PodSocket.NONE) ? "" : ", socket " + Printable.text(socket.value());
    }
}
