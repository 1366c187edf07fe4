package dev.podregistry.decide;

import dev.podregistry.decide.Command.ImportedPod;
import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.SegmentId;
import dev.podregistry.table.AllocationTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes over a whole table as one history: each pod is registered or delegated, and adopted if it has a segment. */
final class Importing {

    private Importing() {}

    static Decision decide(AllocationTable table, Command.Import command) {
        if (table.sequence() > 0) {
            return Decision.nothing(new Refusal.NotEmpty(table.sequence()));
        }
        List<Event> events = new ArrayList<>();
        AllocationTable grown = table;
        for (int i = 0; i < command.pods().size(); i++) {
            ImportedPod pod = command.pods().get(i);
            Refusal refusal = refusal(grown, pod);
            if (refusal != null) {
                return Decision.nothing(new Refusal.ImportRefused(i, pod.pod(), refusal));
            }
            for (Event event : events(pod)) {
                grown = grown.evolve(event);
                events.add(event);
            }
        }
        return new Decision(events, new Answer.Imported(command.pods().size()));
    }

    private static @Nullable Refusal refusal(AllocationTable table, ImportedPod pod) {
        Refusal tooMuch = Limits.exceeded(pod.scope());
        if (tooMuch != null) {
            return tooMuch;
        }
        if (table.find(pod.pod()) != null) {
            return new Refusal.DuplicatePodName(pod.pod());
        }
        if (pod.delegatedFrom() != null && table.find(pod.delegatedFrom()) == null) {
            return new Refusal.UnknownPod(pod.delegatedFrom());
        }
        if (pod.delegatedFrom() != null && !pod.scope().deny().isEmpty()) {
            return new Refusal.DelegatedDeny(pod.pod());
        }
        if (pod.delegatedFrom() != null && table.isDeepest(pod.delegatedFrom())) {
            return Rules.tooDeep();
        }
        SegmentId segment = pod.segment();
        Allocation holder = segment == null ? null : table.findBySegment(segment);
        return segment != null && holder != null
                ? new Refusal.SegmentConflict(segment, holder.pod(), holder.socket())
                : firstConflict(table, pod);
    }

    private static @Nullable Refusal firstConflict(AllocationTable table, ImportedPod pod) {
        PodName above = pod.delegatedFrom();
        if (above == null) {
            return Rules.contested(table, pod.scope().allow(), pod.scope().deny());
        }
        return pod.scope().allow().stream()
                .map(rule -> Rules.writeConflict(rule, table.firstConflictOutsideLine(rule, above)))
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElse(null);
    }

    private static List<Event> events(ImportedPod pod) {
        SegmentId segment = pod.segment();
        PodName spawner = pod.delegatedFrom();
        if (spawner == null) {
            return List.of(new Event.Registered(
                    pod.pod(),
                    pod.process(),
                    pod.socket(),
                    pod.scope().allow(),
                    pod.scope().deny(),
                    segment));
        }
        Event delegated = new Event.Delegated(
                pod.pod(), spawner, pod.process(), pod.socket(), pod.scope().allow(), new Authority.Unrecorded());
        return segment == null
                ? List.of(delegated)
                : List.of(delegated, new Event.Adopted(pod.pod(), pod.process(), segment));
    }
}
