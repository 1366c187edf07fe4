package dev.podregistry.log.json;

import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause;
import dev.podregistry.event.Origin;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Events of every kind and variant, always the same; what the golden files hold. They make no sensible history. */
public final class Samples {

    private static final ProcessIdentity LINUX = new ProcessIdentity.Linux(
            "4c4c4544004a3510", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0", "pid:[4026531836]", 4242, 987654321);
    private static final ProcessIdentity PORTABLE =
            new ProcessIdentity.Portable("büro-mac", 4294967295L, Instant.parse("2026-01-31T11:59:59.123456789Z"));
    private static final ProcessIdentity BARE = new ProcessIdentity.BarePid(1);
    private static final SegmentId SEGMENT = SegmentId.of("00000000-0000-4000-8000-000000000001");
    private static final ScopeRule SOURCES = ScopeRule.write("/work/src");
    private static final ScopeRule ODD = ScopeRule.read("/a \"b\"\\c/\u00e9\u2603\ud83d\ude80/\ufeff</script>")
            .shallow();

    private Samples() {}

    /** {@return the origin of the sample with this number} */
    public static Origin origin(int number) {
        return new Origin(new Actor("operator \ud83d\udc69 " + number), new CommandId(new UUID(7, number)));
    }

    /** {@return the time of the sample with this number} */
    public static Instant time(int number) {
        return Instant.parse("2026-01-31T12:00:00Z").plusMillis(number * 7_200_500L);
    }

    /** {@return the events} */
    public static List<Event> events() {
        PodName root = new PodName("orchestrator");
        PodName child = new PodName("coder \u00e9\u2603\ud83d\ude80");
        PodSocket socket = new PodSocket("/run/pods/orchestrator.sock");
        Scope given = new Scope(List.of(SOURCES, ODD), List.of(ODD));
        return List.of(
                new Event.Registered(root, LINUX, socket, List.of(SOURCES, ODD), List.of(ODD), SEGMENT),
                new Event.Registered(root, PORTABLE, PodSocket.NONE, List.of(), List.of(), null),
                new Event.Registered(root, BARE, socket, List.of(ScopeRule.write("/")), List.of(), SEGMENT),
                new Event.Delegated(child, root, LINUX, socket, List.of(SOURCES), new Authority.Given(given)),
                new Event.Delegated(child, root, LINUX, PodSocket.NONE, List.of(ODD), new Authority.OwnScope()),
                new Event.Delegated(child, root, BARE, socket, List.of(), new Authority.Unrecorded()),
                new Event.Adopted(child, PORTABLE, SEGMENT),
                new Event.SegmentChanged(child, new SegmentId(new UUID(-1, -1))),
                new Event.Released(root),
                new Event.Reclaimed(root, new Cause.ProcessDead(LINUX)),
                new Event.Reclaimed(child, new Cause.TakenBack(root, true, List.of(SOURCES, SOURCES), List.of())),
                new Event.Reclaimed(child, new Cause.TakenBack(root, false, List.of(), List.of(ODD))));
    }

    /** {@return what only schema 2 can say} */
    public static List<Event> eventsOfSchema2() {
        PodName root = new PodName("orchestrator");
        PodName child = new PodName("coder \u00e9\u2603\ud83d\ude80");
        return List.of(
                new Event.Reclaimed(
                        child,
                        new Cause.TakenBack(root, true, List.of(SOURCES), List.of(), List.of(ODD, SOURCES, SOURCES))),
                new Event.Reclaimed(child, new Cause.TakenBack(root, true, List.of(), List.of(), List.of(SOURCES))),
                new Event.Restored(1_767_225_600L),
                new Event.Restored(Event.Restored.GREATEST));
    }

    /** {@return the events as lines, numbered from 1} */
    public static List<EventLine> lines() {
        return lines(events());
    }

    /** {@return the events of schema 2 as lines, numbered from 1} */
    public static List<EventLine> linesOfSchema2() {
        return lines(eventsOfSchema2());
    }

    private static List<EventLine> lines(List<Event> events) {
        List<EventLine> lines = new ArrayList<>();
        for (Event event : events) {
            int number = lines.size() + 1;
            lines.add(new EventLine(number, number - 1, time(number), origin(number), event));
        }
        return lines;
    }
}
