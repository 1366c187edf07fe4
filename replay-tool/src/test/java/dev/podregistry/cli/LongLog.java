package dev.podregistry.cli;

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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A log of any length, in which each pod lives for two events; as a program, {@code LongLog DIRECTORY EVENTS}. */
final class LongLog {

    private static final int TRANSACTION = 2_000;

    private LongLog() {}

    public static void main(String[] args) {
        write(Path.of(args[0]), Integer.parseInt(args[1]));
    }

    static void write(Path registry, int events) {
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE);
        try (ChronicleLog log = ChronicleLog.open(registry, options, LogPosition.START)) {
            for (int first = 0; first < events; first += TRANSACTION) {
                List<Event> transaction = new ArrayList<>();
                for (int i = first; i < Math.min(events, first + TRANSACTION); i++) {
                    transaction.add(event(i));
                }
                Origin origin = new Origin(new Actor("orchestrator"), CommandId.random());
                log.transact(origin, event -> {}, () -> new Proposal<>(transaction, ""));
            }
        }
    }

    private static Event event(int number) {
        PodName pod = new PodName("coder-" + number / 2);
        return number % 2 == 0
                ? new Event.Registered(
                        pod,
                        Story.process(1 + number),
                        PodSocket.NONE,
                        List.of(ScopeRule.write("/srv/shop/services/checkout-" + number)),
                        List.of(),
                        Story.segment(number))
                : new Event.Released(pod);
    }
}
