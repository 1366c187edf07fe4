package dev.podregistry.benchmarks.store;

import dev.podregistry.event.Event;
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
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes logs past the registry, which saves the time to decide. */
public final class LiveLog {

    /** Few enough for the small block with which a registry writes its usual transactions. */
    private static final int BATCH = 50;

    /** How often a registry with 100,000 live pods writes a snapshot, and puts the log on the disk before that. */
    private static final int SYNCED = 100_000;

    private static final Actor ACTOR = new Actor("benchmark");

    private LiveLog() {}

    /** Makes the log of a registry in which these pods are live; many events share a transaction, to save time. */
    static void fill(Path folder, Stream<Ask> live) {
        write(folder, live.map(LiveLog::registered), BATCH);
    }

    /** Makes a log of {@code events}, so many of them in each transaction. */
    public static void write(Path folder, Stream<Event> events, int batch) {
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE);
        try (ChronicleLog log = ChronicleLog.open(folder, options, LogPosition.START)) {
            List<Event> together = new ArrayList<>();
            long written = 0;
            long synced = 0;
            for (Iterator<Event> rest = events.iterator(); rest.hasNext(); ) {
                together.add(rest.next());
                if (together.size() == batch || !rest.hasNext()) {
                    append(log, together);
                    written += together.size();
                    together.clear();
                }
                if (written - synced >= SYNCED) {
                    log.sync(written);
                    synced = written;
                }
            }
        }
    }

    /** {@return the event by which a pod gets what it asks for} */
    public static Event registered(Ask ask) {
        return new Event.Registered(
                new PodName(ask.pod()),
                ask.process(),
                PodSocket.NONE,
                List.of(ScopeRule.write(ask.write()), ScopeRule.read(ask.read())),
                List.of(),
                new SegmentId(UUID.randomUUID()));
    }

    private static void append(ChronicleLog log, List<Event> events) {
        log.transact(new Origin(ACTOR, CommandId.random()), event -> {}, () -> new Proposal<>(events, ""));
    }
}
