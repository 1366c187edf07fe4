package dev.podregistry.cli;

import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.ProcessDead;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.log.Proposal;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.Durability;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registry as a busy team leaves it behind, of any length: leads of projects and coders that delegate parts of what they
 * have, names used once and names used again, processes that die, bursts and nights.
 *
 * <p>As a program: {@code BusyRegistry DIRECTORY EVENTS LIVE-PODS DEPTH}.
 */
final class BusyRegistry {

    private static final int PROJECTS = 40;
    private static final List<String> PARTS = List.of("api", "core", "web", "store", "jobs", "docs", "test", "tools");
    private static final List<String> ROLES = List.of("reviewer", "tester", "docs-writer", "release-bot");

    private final Random random = new Random(1);
    private final int mostLive;
    private final int depth;
    private final Set<String> names = new HashSet<>();
    private final Set<String> projects = new HashSet<>();
    private final List<Pod> live = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private int numbers;

    /** A live pod. */
    private static final class Pod {
        private final PodName name;
        private final String target;
        private final int depth;
        private final Set<String> lent = new HashSet<>();
        private final List<Pod> children = new ArrayList<>();
        private @Nullable Pod parent;
        private int process;
        private boolean adopted;

        Pod(PodName name, String target, @Nullable Pod parent, int process) {
            this.name = name;
            this.target = target;
            this.depth = parent == null ? 0 : parent.depth + 1;
            this.parent = parent;
            this.process = process;
        }
    }

    private BusyRegistry(int mostLive, int depth) {
        this.mostLive = mostLive;
        this.depth = depth;
    }

    public static void main(String[] args) {
        write(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    }

    static void write(Path registry, int events, int mostLive, int depth) {
        BusyRegistry busy = new BusyRegistry(mostLive, depth);
        Instant[] clock = {Story.NOON};
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> clock[0]);
        try (ChronicleLog log = ChronicleLog.open(registry, options, LogPosition.START)) {
            for (int written = 0; written < events; ) {
                List<Event> next = busy.next(events - written);
                Actor actor = new Actor("orchestrator-" + busy.random.nextInt(8));
                log.transact(new Origin(actor, CommandId.random()), event -> {}, () -> new Proposal<>(next, ""));
                written += next.size();
                clock[0] = clock[0].plusMillis(busy.pause());
            }
        }
    }

    private long pause() {
        int choice = random.nextInt(2_000);
        return choice == 0 ? 36_000_000 : choice < 100 ? 60_000 : random.nextInt(1_500);
    }

    private List<Event> next(int most) {
        events.clear();
        int choice = random.nextInt(100);
        if (live.size() < PROJECTS / 4 || (choice < 3 && live.size() < mostLive)) {
            register();
        } else if (choice < 42 && live.size() < mostLive) {
            delegate(any());
        } else if (choice < 60) {
            changeOrAdopt(any());
        } else {
            end(any());
        }
        return List.copyOf(events.subList(0, Math.min(most, events.size())));
    }

    private Pod any() {
        return live.get(random.nextInt(live.size()));
    }

    private void register() {
        String project = "/srv/project-" + random.nextInt(PROJECTS);
        if (!projects.add(project)) {
            project = "/srv/project-" + (PROJECTS + ++numbers);
            projects.add(project);
        }
        Pod pod = add(new Pod(name("lead"), project, null, ++numbers));
        pod.adopted = true;
        events.add(new Event.Registered(
                pod.name,
                Story.process(pod.process),
                PodSocket.NONE,
                List.of(ScopeRule.write(project), ScopeRule.read("/srv/shared")),
                List.of(ScopeRule.write(project + "/.git")),
                Story.segment(++numbers)));
    }

    private void delegate(Pod asked) {
        Pod from = asked.depth < depth || asked.parent == null ? asked : asked.parent;
        String part = PARTS.get(random.nextInt(PARTS.size()));
        if (!from.lent.add(part)) {
            part = "task-" + ++numbers;
            from.lent.add(part);
        }
        Pod pod = add(new Pod(name("coder"), from.target + "/" + part, from, from.process));
        from.children.add(pod);
        events.add(new Event.Delegated(
                pod.name,
                from.name,
                Story.process(from.process),
                PodSocket.NONE,
                List.of(ScopeRule.write(pod.target)),
                random.nextBoolean()
                        ? new Authority.OwnScope()
                        : new Authority.Given(new Scope(List.of(ScopeRule.write(from.target)), List.of()))));
        if (random.nextInt(10) > 0) {
            adopt(pod);
        }
    }

    private Pod add(Pod pod) {
        live.add(pod);
        return pod;
    }

    /** Six of ten names are used once. */
    private PodName name(String kind) {
        String again = ROLES.get(random.nextInt(ROLES.size())) + "-" + random.nextInt(25);
        String name = random.nextInt(10) < 4 && !names.contains(again) ? again : kind + "-" + ++numbers;
        names.add(name);
        return new PodName(name);
    }

    private void changeOrAdopt(Pod pod) {
        if (pod.adopted) {
            events.add(new Event.SegmentChanged(pod.name, Story.segment(++numbers)));
        } else {
            adopt(pod);
        }
    }

    private void adopt(Pod pod) {
        pod.adopted = true;
        pod.process = ++numbers;
        events.add(new Event.Adopted(pod.name, Story.process(pod.process), Story.segment(++numbers)));
    }

    /** A pod whose children live on goes seldom; what it was lent then stays lent, for they hold parts of it. */
    private void end(Pod pod) {
        if (!pod.children.isEmpty() && random.nextInt(20) > 0) {
            end(pod.children.get(random.nextInt(pod.children.size())));
            return;
        }
        events.add(ending(pod));
        live.remove(pod);
        names.remove(pod.name.value());
        Pod parent = pod.parent;
        if (parent != null) {
            parent.children.remove(pod);
            parent.children.addAll(pod.children);
        }
        pod.children.forEach(child -> child.parent = parent);
        if (pod.children.isEmpty() && parent == null) {
            projects.remove(pod.target);
        } else if (pod.children.isEmpty() && pod.target.startsWith(parent.target)) {
            parent.lent.remove(pod.target.substring(parent.target.length() + 1));
        }
    }

    private Event ending(Pod pod) {
        int choice = random.nextInt(10);
        if (choice < 2) {
            return new Event.Reclaimed(pod.name, new ProcessDead(Story.process(pod.process)));
        }
        return choice == 2 && pod.parent != null
                ? new Event.Reclaimed(pod.name, new TakenBack(pod.parent.name, true, List.of(), List.of()))
                : new Event.Released(pod.name);
    }
}
