package dev.podregistry.log.chronicle;

import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.EventSink;
import dev.podregistry.log.Proposal;
import dev.podregistry.log.Transcript;
import dev.podregistry.log.chronicle.disk.Drive;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.Durability;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.core.Jvm;

/** What the tests of the log on disk do to logs. */
public final class Logs {

    private Logs() {}

    /** {@return a handle that waits long enough for the lock on a machine that does much else} */
    public static ChronicleLog open(Path directory, Durability durability) {
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.with(durability).withLockTimeout(Duration.ofSeconds(60));
        return ChronicleLog.open(directory, options, LogPosition.START);
    }

    /** {@return a handle that does not wait for the disk} */
    public static ChronicleLog open(Path directory) {
        return open(directory, Durability.PAGE_CACHE);
    }

    /** {@return a handle on a disk that is made so} */
    public static ChronicleLog open(Path directory, ChronicleLogOptions options, LogPosition after, Drive drive) {
        return ChronicleLog.open(directory, options, after, drive);
    }

    /** Warns as Chronicle does when it is called from the log. */
    public static void warn(String of) {
        Jvm.warn().on(Logs.class, "a file of the log", new IOException(of));
    }

    public static void append(EventLog log, EventSink fold, String... pods) {
        List<Event> events = Stream.of(pods).map(Logs::event).toList();
        log.transact(origin(), fold, () -> new Proposal<>(events, events.size()));
    }

    public static void append(EventLog log, String... pods) {
        append(log, event -> {}, pods);
    }

    public static void register(EventLog log, EventSink fold, String pod) {
        Event registered = new Event.Registered(
                new PodName(pod), new ProcessIdentity.BarePid(1), PodSocket.NONE, List.of(), List.of(), null);
        log.transact(origin(), fold, () -> new Proposal<>(List.of(registered), 1));
    }

    public static Event event(String pod) {
        return new Event.Released(new PodName(pod));
    }

    public static Origin origin() {
        return new Origin(new Actor("test"), CommandId.random());
    }

    /** {@return everything in the log, read by a reader of its own} */
    public static Transcript read(Path directory) {
        Transcript transcript = new Transcript(LogPosition.START);
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            reader.replay(1, transcript);
        }
        return transcript;
    }
}
