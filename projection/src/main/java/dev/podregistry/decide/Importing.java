package dev.podregistry.decide;

import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.ScopeRule;
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
            return Decision.refused(new Refusal.NotEmpty(table.sequence()));
        }
        List<Event> events = new ArrayList<>();
        AllocationTable grown = table;
        for (int i = 0; i < command.pods().size(); i++) {
            ImportedPod pod = command.pods().get(i);
            Refusal refusal = refusal(grown, pod);
            if (refusal != null) {
                return Decision.refused(new Refusal.ImportRefused(i, pod.pod(), refusal));
            }
            for (Event event : events(pod)) {
                grown = grown.evolve(event);
                events.add(event);
            }
        }
        return new Decision(events, new Answer.Imported(command.pods().size()));
    }

    private static @Nullable Refusal refusal(AllocationTable table, ImportedPod pod) {
        Checks checks = new Checks(table);
        PodName above = pod.delegatedFrom();
        SegmentId segment = pod.segment();
        return Checks.inOrder(
                        () -> Limits.exceeded(pod.scope()),
                        () -> checks.nameFree(pod.pod()),
                        () -> above == null ? null : checks.live(above),
                        () -> above == null || pod.scope().deny().isEmpty()
                                ? null
                                : new Refusal.DelegatedDeny(pod.pod()),
                        () -> above == null ? null : checks.roomBelow(above),
                        () -> segment == null ? null : checks.segmentFree(segment, null),
                        () -> above == null
                                ? checks.pathsFree(
                                        pod.scope().allow(), pod.scope().deny())
                                : freeOutsideLine(checks, pod.scope().allow(), above))
                .fold(refusal -> refusal, passed -> null);
    }

    private static @Nullable Refusal freeOutsideLine(Checks checks, List<ScopeRule> allow, PodName above) {
        return allow.stream()
                .map(rule -> checks.freeOutsideLine(rule, above))
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
