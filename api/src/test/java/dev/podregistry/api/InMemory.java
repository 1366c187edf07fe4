package dev.podregistry.api;

import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.log.TwiceDecidingLog;
import dev.podregistry.model.ProcessIdentity;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One log in memory, on which any number of registries are opened as if by as many processes; each decides twice. */
final class InMemory {

    private final MemoryLog log = new MemoryLog(InstantSource.system());
    private final Set<ProcessIdentity> dead = ConcurrentHashMap.newKeySet();

    PodRegistry open() {
        return PodRegistry.over(new TwiceDecidingLog(handle()), options());
    }

    EventLog handle() {
        return log.open(LogPosition.START);
    }

    RegistryOptions options() {
        return RegistryOptions.defaults()
                .paths(PathPolicy.logical())
                .liveness(process -> dead.contains(process) ? Verdict.DEAD : Verdict.ALIVE);
    }

    void die(ProcessIdentity process) {
        dead.add(process);
    }

    List<Recorded> history() {
        List<Recorded> events = new ArrayList<>();
        try (EventLog handle = handle()) {
            handle.replay(1, events::add);
        }
        return events;
    }

    Event lastEvent() {
        List<Recorded> events = history();
        return events.get(events.size() - 1).event();
    }
}
