package dev.podregistry.audit;

import dev.podregistry.event.Event;
import dev.podregistry.event.Hash;
import dev.podregistry.event.Origin;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** A history written down by hand, whether it can have happened or not. */
final class Events {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final List<Recorded> all = new ArrayList<>();

    /** Adds an event, a minute after the one before. */
    Events then(Event event) {
        return then(event, all.size());
    }

    /** Adds an event stamped so many minutes after noon. */
    Events then(Event event, int minute) {
        Hash previous = all.isEmpty() ? Hash.GENESIS : all.get(all.size() - 1).hash();
        long sequence = all.size() + 1L;
        String stored = sequence + " " + event;
        Instant time = NOON.plusSeconds(60L * minute);
        Origin origin = new Origin(new Actor("ci"), new CommandId(new UUID(1, sequence)));
        Hash hash = previous.next(stored.getBytes(StandardCharsets.UTF_8));
        all.add(new Recorded(sequence, 0, time, origin, event, stored, previous, hash));
        return this;
    }

    List<Recorded> all() {
        return all;
    }

    <C extends Consumer<Recorded>> C tellTo(C listener) {
        all.forEach(listener);
        return listener;
    }

    static PodName pod(String name) {
        return new PodName(name);
    }

    static Event registered(String pod, int segment, ScopeRule... allow) {
        return new Event.Registered(
                pod(pod), process(segment), PodSocket.NONE, List.of(allow), List.of(), segment(segment));
    }

    static ProcessIdentity process(long pid) {
        return new ProcessIdentity.Linux("host", "boot", "ns", pid, 1);
    }

    static SegmentId segment(int number) {
        return new SegmentId(new UUID(7, number));
    }
}
