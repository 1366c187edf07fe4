package dev.podregistry.cli.export;

import dev.podregistry.audit.Kind;
import dev.podregistry.audit.Moved;
import dev.podregistry.cli.json.JsonText;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopeRule;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Chrome's trace event format, as Perfetto opens it: a lane for each pod, on it a slice from the event that gave the pod its
 * allocation to the one that took it away, a mark for whatever happens to it in between, and an arrow for each delegation.
 *
 * <p>A name that is given to a second pod later gets a second lane. Lanes are numbered by the event that began them. A slice
 * ends where its pod ended, also when that event is not selected.
 */
public final class TraceExport implements EventExport {

    private static final int PROCESS = 1;

    private final Writer out;
    private final TraceClock clock = new TraceClock();
    private final Map<PodName, Lane> lanes = new HashMap<>();
    private boolean begun;

    private record Lane(long number, boolean open) {}

    /** Stands for all pods. */
    private static final Lane ALL = new Lane(0, false);

    /** Creates an export to {@code out}, which stays open. */
    public TraceExport(Writer out) {
        this.out = out;
    }

    @Override
    public void event(Recorded recorded, Moved moved, boolean selected) throws IOException {
        Event event = recorded.event();
        PodName pod = event.pod();
        boolean ends = event instanceof Event.Released || event instanceof Event.Reclaimed;
        if (!selected && !(ends && pod != null && lanes.containsKey(pod))) {
            return;
        }
        begin();
        long micros = clock.next(recorded.time());
        if (pod == null) {
            mark(ALL, "g", micros, recorded);
        } else if (event instanceof Event.Registered || event instanceof Event.Delegated) {
            allocation(pod, recorded, micros);
        } else {
            happening(pod, recorded, micros, selected, ends);
        }
    }

    private void happening(PodName pod, Recorded recorded, long micros, boolean selected, boolean ends)
            throws IOException {
        Lane lane = lanes.get(pod);
        if (lane == null) {
            lane = lane(pod, recorded.sequence(), false);
        }
        if (selected) {
            mark(lane, "t", micros, recorded);
        }
        if (ends) {
            lanes.remove(pod);
            end(lane, micros);
        }
    }

    private void allocation(PodName pod, Recorded recorded, long micros) throws IOException {
        Event event = recorded.event();
        Lane lane = lane(pod, recorded.sequence(), true);
        Map<String, Object> slice = at("B", lane, micros);
        slice.put("name", pod.value());
        slice.put("cat", "pod");
        slice.put("args", arguments(recorded));
        write(slice);
        if (event instanceof Event.Delegated delegated) {
            arrow(lanes.get(delegated.spawner()), lane, micros, recorded.sequence());
        }
    }

    private void end(Lane lane, long micros) throws IOException {
        if (lane.open()) {
            write(at("E", lane, micros));
        }
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            out.write("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n");
            out.write(JsonText.object(metadata("process_name", 0, Map.of("name", "pods"))));
        }
    }

    private Lane lane(PodName pod, long number, boolean open) throws IOException {
        Lane lane = new Lane(number, open);
        lanes.put(pod, lane);
        write(metadata("thread_name", number, Map.of("name", pod.value())));
        write(metadata("thread_sort_index", number, Map.of("sort_index", number)));
        return lane;
    }

    private static Map<String, Object> metadata(String name, long lane, Map<String, ?> arguments) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("ph", "M");
        object.put("pid", PROCESS);
        object.put("tid", lane);
        object.put("name", name);
        object.put("args", arguments);
        return object;
    }

    private static Map<String, Object> at(String phase, Lane lane, long micros) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("ph", phase);
        object.put("pid", PROCESS);
        object.put("tid", lane.number());
        object.put("ts", micros);
        return object;
    }

    private void mark(Lane lane, String extent, long micros, Recorded recorded) throws IOException {
        Map<String, Object> object = at("i", lane, micros);
        object.put("s", extent);
        object.put("name", Kind.of(recorded.event()).toString());
        object.put("cat", "event");
        object.put("args", arguments(recorded));
        write(object);
    }

    /** An arrow begins and ends on slices; a spawner that has none, as the selection left it out, gets none. */
    private void arrow(@Nullable Lane from, Lane to, long micros, long id) throws IOException {
        if (from == null || !from.open()) {
            return;
        }
        for (String phase : List.of("s", "f")) {
            Map<String, Object> object = at(phase, phase.equals("s") ? from : to, micros);
            object.put("id", id);
            object.put("name", "delegation");
            object.put("cat", "delegation");
            if (phase.equals("f")) {
                object.put("bp", "e");
            }
            write(object);
        }
    }

    private static Map<String, Object> arguments(Recorded recorded) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("sequence", recorded.sequence());
        arguments.put("time", recorded.time().toString());
        arguments.put("type", Kind.of(recorded.event()).toString());
        arguments.put("actor", recorded.origin().actor().value());
        if (recorded.event() instanceof Event.Registered registered) {
            arguments.put("allow", rules(registered.allow()));
            arguments.put("deny", rules(registered.deny()));
        } else if (recorded.event() instanceof Event.Delegated delegated) {
            arguments.put("spawner", delegated.spawner().value());
            arguments.put("allow", rules(delegated.allow()));
        } else if (recorded.event() instanceof Event.Restored restored) {
            arguments.put("epoch", restored.epoch());
        } else if (recorded.event() instanceof Event.Reclaimed reclaimed) {
            arguments.put("cause", reclaimed.cause().getClass().getSimpleName());
            if (reclaimed.cause() instanceof TakenBack taken) {
                arguments.put("parent", taken.parent().value());
            }
        }
        return arguments;
    }

    private static List<String> rules(List<ScopeRule> rules) {
        return rules.stream()
                .map(rule -> RuleText.of(rule, UnaryOperator.identity()))
                .toList();
    }

    private void write(Map<String, ?> object) throws IOException {
        out.write(",\n");
        out.write(JsonText.object(object));
    }

    @Override
    public void end(Extent extent) throws IOException {
        begin();
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("schema", "pod-registry/trace/1");
        about.put("sequence", extent.at().sequence());
        about.put("hash", extent.at().hash().toString());
        about.put("events", extent.events());
        out.write("\n],\"otherData\":" + JsonText.object(about) + "}\n");
    }
}
