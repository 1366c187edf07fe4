package dev.podregistry.api;

import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.log.Proposal;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.Durability;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.Limit;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.Scope;
import dev.podregistry.model.SegmentId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The greatest commands on a log on disk. */
@Tag("slow")
final class LimitsOnDiskTest {

    private static final String LONG = "\u00e9".repeat(100);

    @TempDir
    Path directory;

    private PodRegistry open(Liveness liveness) {
        return PodRegistry.open(
                directory,
                RegistryOptions.defaults()
                        .paths(PathPolicy.logical())
                        .durability(Durability.PAGE_CACHE)
                        .actor(LONG)
                        .liveness(liveness));
    }

    /**
     * When a host restarts, all its pods are dead at once. The first command reclaims them; it once tried to in a single
     * transaction, which 20,000 pods exceeded, and so no command was possible any more.
     */
    @Test
    void aRegistryWhosePodsAllDiedGoesOn() {
        int pods = 6000;
        ProcessIdentity process = new ProcessIdentity.Linux(LONG, LONG, LONG, 1, 1);
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE);
        try (ChronicleLog log = ChronicleLog.open(directory, options, LogPosition.START)) {
            for (int from = 0; from < pods; from += 1500) {
                List<Event> events = IntStream.range(from, from + 1500)
                        .<Event>mapToObj(i -> new Event.Registered(
                                new PodName("\u00e9".repeat(97) + i),
                                process,
                                PodSocket.NONE,
                                List.of(),
                                List.of(),
                                new SegmentId(new UUID(1, i))))
                        .toList();
                Origin origin = new Origin(new Actor(LONG), CommandId.random());
                log.transact(origin, event -> {}, () -> new Proposal<>(events, true));
            }
        }
        try (PodRegistry registry = open(found -> found.equals(process) ? Verdict.DEAD : Verdict.ALIVE)) {
            assertEquals(pods, registry.view().allocations().size());
            assertEquals(pods, registry.reclaimStale().value().size());
            assertEquals(0, registry.view().allocations().size());
        }
    }

    @Test
    void theGreatestCommandFitsAndComesBack() {
        List<TargetRule> rules = new ArrayList<>();
        int each = Limit.TARGETS.greatest() / 1000;
        for (int i = 0; i < 1000; i++) {
            String name = String.format("/%03d", i);
            rules.add(TargetRule.write(name + ("/" + "\u00e9".repeat(60)).repeat(2) + "/x".repeat((each - 246) / 2)));
        }
        TargetRule[] allow = rules.toArray(TargetRule[]::new);
        PodSocket socket = new PodSocket("\u00e9".repeat(512));
        try (PodRegistry registry = open(process -> Verdict.ALIVE)) {
            PodHandle lead =
                    registry.register(pod(LONG).socket(socket).allow(allow)).orElseThrow();
            lead.delegate(DelegateRequest.child("child").socket(socket).allow(allow))
                    .orElseThrow();
            registry.reclaimDelegated(lead.pod(), new PodName("child"), rules).orElseThrow();
        }
        try (PodRegistry registry = open(process -> Verdict.ALIVE)) {
            assertEquals(
                    1000,
                    registry.view()
                            .find(new PodName(LONG))
                            .orElseThrow()
                            .scope()
                            .allow()
                            .size());
        }
    }

    /** An import that is within its limit must not be refused by the log for being more than one transaction. */
    @Test
    void theGreatestImportFitsOneTransaction() {
        List<ImportedPod> pods = new ArrayList<>();
        ImportedPod above = imported(0, null);
        pods.add(above);
        long most = 0;
        try (PodRegistry registry = open(process -> Verdict.ALIVE)) {
            for (int count = 1; most == 0; count++) {
                pods.add(imported(count, above.pod()));
                if (count % 4096 == 0) {
                    Outcome.Refused<Integer> refused = (Outcome.Refused<Integer>) registry.importTable(pods);
                    Refusal.LimitExceeded tooMuch = (Refusal.LimitExceeded) refused.refusal();
                    assertEquals(Limit.IMPORT, tooMuch.limit());
                    most = Limit.IMPORT.greatest() / (tooMuch.amount() / count);
                }
            }
            List<ImportedPod> greatest = pods.subList(0, (int) most - 1);
            assertEquals(greatest.size(), registry.importTable(greatest).orElseThrow());
        }
        try (PodRegistry registry = open(process -> Verdict.ALIVE)) {
            assertEquals(most - 1, registry.view().allocations().size());
        }
    }

    /** {@return a pod of which all that is not a rule is as long as can be} */
    private static ImportedPod imported(int number, @Nullable PodName above) {
        String digits = String.format("%06d", number);
        return new ImportedPod(
                new PodName("\u00e9".repeat(97) + digits),
                new BarePid(0xFFFF_FFFFL),
                new PodSocket("\u00e9".repeat(100)),
                new Scope(List.of(), List.of()),
                above,
                new SegmentId(new UUID(-1, number)));
    }

    @Test
    void aHundredThousandRulesAreRefusedAndNotLookedUp() {
        TargetRule[] rules =
                Collections.nCopies(100_000, TargetRule.write("/a")).toArray(TargetRule[]::new);
        PathPolicy untouched = wanted -> {
            throw new AssertionError("the file system was asked");
        };
        InMemory memory = new InMemory();
        try (PodRegistry registry =
                PodRegistry.over(memory.handle(), memory.options().paths(untouched))) {
            Outcome.Refused<PodHandle> refused = (Outcome.Refused<PodHandle>) registry.register(pod("a").allow(rules));

            assertEquals(new Refusal.LimitExceeded(Limit.RULES, 100_000), refused.refusal());
            assertEquals(
                    "100000 rules in one list are more than the 1000 allowed; name directories instead of what is in them",
                    refused.refusal().message());
        }
    }
}
