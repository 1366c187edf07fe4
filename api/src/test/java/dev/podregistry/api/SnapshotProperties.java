package dev.podregistry.api;

import static dev.podregistry.api.DelegateRequest.child;
import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.event.Snapshot;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.LogReader;
import dev.podregistry.log.SnapshotStore;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.model.Durability;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.SegmentId;
import dev.podregistry.table.AllocationTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;

/** However a history comes about, and wherever snapshots are taken of it, opening leads to the table of a full replay. */
@Tag("fuzz")
final class SnapshotProperties {

    private static final List<String> PODS = List.of("p", "q", "r", "s");
    private static final List<String> PATHS = List.of("/a", "/a/b", "/a/b/c", "/d");

    /**
     * One step of a history.
     *
     * @param kind what is done
     * @param pod to which pod
     * @param other the child, for those that need one
     * @param path where
     */
    record Step(Kind kind, String pod, String other, String path) {}

    enum Kind {
        REGISTER,
        DELEGATE,
        ADOPT,
        CHANGE,
        RELEASE,
        RECLAIM,
        CRASH,
        /** Others take over: all that follows is done by another handle on the log. */
        OTHERS,
        SNAPSHOT,
        MIDNIGHT,
        REOPEN
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(6, Kind.REGISTER),
                Tuple.of(10, Kind.DELEGATE),
                Tuple.of(4, Kind.ADOPT),
                Tuple.of(2, Kind.CHANGE),
                Tuple.of(3, Kind.RELEASE),
                Tuple.of(2, Kind.RECLAIM),
                Tuple.of(2, Kind.CRASH),
                Tuple.of(2, Kind.OTHERS),
                Tuple.of(3, Kind.SNAPSHOT),
                Tuple.of(1, Kind.MIDNIGHT),
                Tuple.of(2, Kind.REOPEN));
        return Combinators.combine(kinds, Arbitraries.of(PODS), Arbitraries.of(PODS), Arbitraries.of(PATHS))
                .as(Step::new)
                .list()
                .ofMinSize(10)
                .ofMaxSize(60);
    }

    @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
    void openingLeadsToTheTableOfAFullReplay(@ForAll("histories") List<Step> history) throws IOException {
        Path directory = Files.createTempDirectory("snapshots");
        try (Warnings warnings = new Warnings();
                Play play = new Play(directory)) {
            history.forEach(play::step);
            play.checkAllSnapshots();
            assertEquals(List.of(), warnings.take());
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Two handles on one log, one of which opens and closes as a registry does. */
    private static final class Play implements AutoCloseable {

        private final Path directory;
        private final SnapshotStore store;
        private final List<Snapshot> taken = new ArrayList<>();
        private final RegistryOptions options;
        private final EventLog othersLog;
        private final PodRegistry others;
        private PodRegistry own;
        private boolean othersTurn;
        private Instant now = Instant.parse("2026-01-31T12:00:00Z");
        private final List<Long> dead = new ArrayList<>();
        private long processes;

        Play(Path directory) {
            this.directory = directory;
            store = SnapshotFiles.in(directory, warning -> {
                throw new AssertionError(warning);
            });
            options = RegistryOptions.defaults()
                    .durability(Durability.PAGE_CACHE)
                    .paths(PathPolicy.logical())
                    .clock(() -> now)
                    .snapshotEvery(7)
                    .liveness(process -> dead.contains(process.pid()) ? Liveness.Verdict.DEAD : Liveness.Verdict.ALIVE);
            othersLog = ChronicleLog.open(directory, options.log(), LogPosition.START);
            others = PodRegistry.over(othersLog, options);
            own = PodRegistry.open(directory, options);
        }

        void step(Step step) {
            PodRegistry registry = othersTurn ? others : own;
            PodName pod = new PodName(step.pod());
            SegmentId segment = new SegmentId(new UUID(0, processes % 5));
            switch (step.kind()) {
                case REGISTER ->
                    registry.register(pod(step.pod()).write(step.path()).process(process()));
                case DELEGATE ->
                    registry.delegate(
                            pod, child(step.other()).write(step.path()).process(process()));
                case ADOPT ->
                    registry.adopt(AdoptRequest.of(pod).segment(segment).process(process()));
                case CHANGE -> registry.changeSegment(pod, segment);
                case RELEASE -> registry.release(pod);
                case RECLAIM ->
                    registry.reclaimDelegated(pod, new PodName(step.other()), List.of(TargetRule.write(step.path())));
                case CRASH ->
                    registry.view()
                            .find(pod)
                            .ifPresent(row -> dead.add(row.process().pid()));
                case OTHERS -> othersTurn = !othersTurn;
                case SNAPSHOT -> snapshot();
                case MIDNIGHT -> now = now.plus(Duration.ofDays(1));
                default -> reopen();
            }
        }

        private BarePid process() {
            return new BarePid(++processes);
        }

        private void snapshot() {
            AllocationTable table = others.view().table();
            long hint = othersLog.hint();
            LogPosition position = othersLog.catchUp(event -> {});
            assertEquals(table.sequence(), position.sequence());
            if (table.sequence() == 0) {
                return;
            }
            assertNotEquals(Bookmark.NO_HINT, hint);
            Snapshot snapshot = new Snapshot(new Bookmark(position, hint), table.snapshot());
            taken.add(snapshot);
            try {
                store.save(snapshot);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void reopen() {
            own.close();
            own = PodRegistry.open(directory, options);
            assertEquals(replayed(), own.view().table());
        }

        private AllocationTable replayed() {
            return readOn(AllocationTable.EMPTY, Bookmark.of(LogPosition.START));
        }

        private AllocationTable readOn(AllocationTable from, Bookmark after) {
            AllocationTable[] table = {from};
            try (LogReader reader = ChronicleLogReader.open(directory, after)) {
                reader.catchUp((Recorded event) -> table[0] = table[0].evolve(event));
            }
            return table[0];
        }

        void checkAllSnapshots() {
            AllocationTable right = replayed();
            for (Snapshot snapshot : taken) {
                assertTrue(ChronicleLogReader.leadsTo(directory, snapshot.bookmark()));
                assertEquals(right, readOn(AllocationTable.of(snapshot.table()), snapshot.bookmark()));
            }
            reopen();
        }

        @Override
        public void close() {
            own.close();
            others.close();
        }
    }
}
