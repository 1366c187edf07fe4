package dev.podregistry.attack;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.LogReader;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.model.ProcessIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is left after an attack.
 *
 * @param log the events
 * @param journeys the attackers' journals
 * @param lives how long each attacker lived
 */
record Evidence(List<Recorded> log, List<Journey> journeys, Map<ProcessIdentity, Life> lives) {

    static List<Recorded> log(Path directory) {
        List<Recorded> events = new ArrayList<>();
        try (LogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            reader.replay(1, events::add);
        }
        return events;
    }

    List<Call> calls() {
        return journeys.stream().flatMap(journey -> journey.calls().stream()).toList();
    }

    /** {@return when the call was over at the latest: its caller may have died of it} */
    long over(Call call) {
        Life life = lives.get(call.self());
        return Math.min(call.over(), life == null ? Long.MAX_VALUE : life.notAfter());
    }
}
