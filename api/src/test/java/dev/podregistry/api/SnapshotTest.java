package dev.podregistry.api;

import static dev.podregistry.api.DelegateRequest.child;
import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.event.Snapshot;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.log.LogReader;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.Durability;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Token;
import dev.podregistry.table.AllocationTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A registry that opens from a snapshot is the one that opens from the whole log, and no snapshot can make it another. */
@Timeout(600)
final class SnapshotTest {

    @TempDir
    Path temporary;

    private final Warnings warnings = new Warnings();
    private final RegistryOptions options =
            RegistryOptions.defaults().paths(PathPolicy.logical()).durability(Durability.PAGE_CACHE);

    @AfterEach
    void endWarnings() {
        warnings.close();
    }

    private Path directory() {
        return temporary.resolve("registry");
    }

    private Path snapshots() {
        return directory().resolve("snapshots");
    }

    private PodRegistry open() {
        return PodRegistry.open(directory(), options);
    }

    /** Leaves a table of a parent, its child and some more, by 120 events or so. */
    private static void fill(PodRegistry registry) {
        PodHandle lead =
                registry.register(pod("lead-" + registry.view().sequence())).orElseThrow();
        TargetScope authority = TargetScope.NONE.allow(TargetRule.write("/"));
        String path = "/repo/" + registry.view().sequence();
        lead.delegate(child("child-" + registry.view().sequence()).write(path).under(authority))
                .orElseThrow();
        churn(registry, 60);
    }

    private static void churn(PodRegistry registry, int pairs) {
        for (int i = 0; i < pairs; i++) {
            registry.register(pod("passing").write("/passing")).orElseThrow();
            registry.release(new PodName("passing")).orElseThrow();
        }
    }

    private List<String> files() throws IOException {
        if (!Files.exists(snapshots())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(snapshots())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String name(long sequence) {
        return "snapshot-%020d.json".formatted(sequence);
    }

    private AllocationTable replayed() {
        List<Recorded> events = new ArrayList<>();
        try (LogReader reader = ChronicleLogReader.open(directory(), LogPosition.START)) {
            reader.replay(1, events::add);
        }
        return events.stream().reduce(AllocationTable.EMPTY, AllocationTable::evolve, (a, b) -> b);
    }

    private void opensTheRightTable() {
        try (PodRegistry registry = PodRegistry.open(directory(), options.snapshotEvery(0))) {
            assertEquals(replayed(), registry.view().table());
        }
    }

    private Snapshot saved() {
        return SnapshotFiles.in(directory(), warning -> {}).newest(bookmark -> true);
    }

    @Test
    void theLastCloseWritesOneIfItIsWorthIt() throws IOException {
        try (PodRegistry registry = open()) {
            churn(registry, 49);
        }
        assertEquals(List.of(), files());
        try (PodRegistry registry = open()) {
            churn(registry, 1);
        }
        assertEquals(List.of(name(100)), files());
        try (PodRegistry registry = open()) {
            churn(registry, 49);
        }
        assertEquals(List.of(name(100)), files());
        assertEquals(List.of(), warnings.take());
    }

    @Test
    void zeroMeansNever() throws IOException {
        try (PodRegistry registry = PodRegistry.open(directory(), options.snapshotEvery(0))) {
            fill(registry);
        }
        assertEquals(List.of(), files());
        assertThrows(IllegalArgumentException.class, () -> options.snapshotEvery(-1));
    }

    @Test
    void someAreWrittenMeanwhileAndThreeAreKept() throws IOException {
        try (PodRegistry registry = PodRegistry.open(directory(), options.snapshotEvery(20))) {
            for (int i = 0; i < 6; i++) {
                long before = newest();
                while (newest() == before) {
                    churn(registry, 10);
                }
            }
        }
        assertEquals(3, files().size());
        opensTheRightTable();
        assertEquals(List.of(), warnings.take());
    }

    private long newest() {
        return SnapshotFiles.in(directory(), warning -> {}).newestUpTo(Long.MAX_VALUE);
    }

    @Test
    void allWhoShareADirectoryMustAgree() {
        try (PodRegistry registry = open()) {
            assertThrows(IllegalStateException.class, () -> PodRegistry.open(directory(), options.snapshotEvery(1)));
            assertEquals(0, registry.view().sequence());
        }
    }

    /** No event before the snapshot verifies any more, so only a registry that does not read it can open. */
    @Test
    void openingReadsOnlyWhatCameAfter() throws IOException {
        Instant[] now = {Instant.parse("2026-01-31T12:00:00Z")};
        RegistryOptions clocked = options.durability(Durability.SYNC).clock(() -> now[0]);
        AllocationTable left;
        try (PodRegistry registry = PodRegistry.open(directory(), clocked)) {
            fill(registry);
            now[0] = now[0].plus(Duration.ofDays(2));
            churn(registry, 2);
            left = registry.view().table();
        }
        Path first = directory().resolve("queue/20260131F.cq4");
        String bytes = Files.readString(first, StandardCharsets.ISO_8859_1);
        Files.writeString(first, bytes.replace("schema", "SCHEMA"), StandardCharsets.ISO_8859_1);

        try (PodRegistry registry = PodRegistry.open(directory(), clocked)) {
            assertEquals(left, registry.view().table());
            churn(registry, 1);
        }
        assertEquals(List.of(), warnings.take());
    }

    @Test
    void aRepeatedCommandIsStillRecognised() {
        RegisterRequest request = pod("coder").write("/repo").id(CommandId.random());
        long token;
        try (PodRegistry registry = open()) {
            token = registry.register(request).orElseThrow().token().value();
            churn(registry, 60);
        }
        assertEquals(121, saved().table().sequence());
        try (PodRegistry registry = open()) {
            assertEquals(token, registry.register(request).orElseThrow().token().value());
            assertEquals(121, registry.view().sequence());
            PodHandle late = registry.handle(request.pod(), new Token(token));
            late.release().orElseThrow();
        }
    }

    @Test
    void aRegistryOnAnotherHandleSeesTheSame() {
        try (PodRegistry registry = open()) {
            fill(registry);
        }
        try (PodRegistry registry = open();
                PodRegistry other =
                        PodRegistry.over(ChronicleLog.open(directory(), options.log(), LogPosition.START), options)) {
            churn(other, 3);
            assertEquals(other.view().table(), registry.view().table());
            fill(registry);
            assertEquals(other.view().table(), registry.view().table());
        }
        opensTheRightTable();
    }

    /** Saves, instead of the good snapshot, one that says something else and is whole; it must not be believed. */
    private void isNotBelieved(UnaryOperator<Snapshot> lie, String reason) throws IOException {
        try (PodRegistry registry = open()) {
            fill(registry);
        }
        AllocationTable right = replayed();
        Snapshot good = saved();
        Files.delete(snapshots().resolve(name(good.table().sequence())));
        SnapshotFiles.in(directory(), warning -> {}).save(lie.apply(good));
        try (PodRegistry registry = PodRegistry.open(directory(), options.snapshotEvery(0))) {
            assertEquals(right, registry.view().table());
        }
        List<String> said = warnings.take();
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).startsWith("WARNING passing over the snapshot " + snapshots()), said::toString);
        assertTrue(said.get(0).contains(reason), said::toString);
    }

    private static Snapshot at(LogPosition position, long hint) {
        TableSnapshot empty = new TableSnapshot(position.sequence(), false, List.of(), List.of());
        return new Snapshot(new Bookmark(position, hint), empty);
    }

    @Test
    void aWrongHashIsNotBelieved() throws IOException {
        isNotBelieved(
                good -> at(
                        new LogPosition(
                                good.table().sequence(),
                                good.bookmark().position().hash().next(new byte[1])),
                        good.bookmark().hint()),
                "the log does not hold event 122 with its hash");
    }

    @Test
    void aWrongSequenceIsNotBelieved() throws IOException {
        isNotBelieved(
                good -> at(
                        new LogPosition(
                                good.table().sequence() - 1,
                                good.bookmark().position().hash()),
                        good.bookmark().hint()),
                "the log does not hold event");
    }

    /** A snapshot is of events that were on the disk, so a log that ends before one has lost its end. */
    @Test
    void aLogThatEndsBeforeASnapshotIsRefused() throws IOException {
        for (int off : new int[] {1, 1_000_000}) {
            try (PodRegistry registry = open()) {
                fill(registry);
            }
            long end = replayed().sequence();
            SnapshotFiles.in(directory(), warning -> {})
                    .save(at(new LogPosition(end + off, Hash.GENESIS.next(new byte[1])), 0));
            isRefused(end + 1, end + off);
            Files.delete(snapshots().resolve(name(end + off)));
        }
        opensTheRightTable();
    }

    private void isRefused(long sequence, long snapshot) {
        DamagedLogException refused = assertThrows(DamagedLogException.class, this::open);
        assertEquals(DamagedLogException.Kind.DAMAGE, refused.kind());
        assertEquals(sequence, refused.sequence(), refused::getMessage);
        assertTrue(
                refused.defect().contains("the snapshot of #" + snapshot + " in " + snapshots() + " says"),
                refused::defect);
        assertTrue(refused.defect().contains("another log"), refused::defect);
        assertTrue(refused.file().startsWith(directory().resolve("queue").toString()), refused::file);
    }

    @Test
    void aWrongHintIsNotFollowed() throws IOException {
        isNotBelieved(
                good -> at(good.bookmark().position(), good.bookmark().hint() + 1),
                "the log does not hold event 122 with its hash where it says");
    }

    @Test
    void theSnapshotOfAnotherRegistryIsNotBelieved() throws IOException {
        Path other = temporary.resolve("other");
        try (PodRegistry registry = PodRegistry.open(other, options)) {
            churn(registry, 70);
        }
        Snapshot foreign = SnapshotFiles.in(other, warning -> {}).newest(bookmark -> true);
        try (PodRegistry registry = open()) {
            fill(registry);
        }
        SnapshotFiles.in(directory(), warning -> {}).save(foreign);
        isRefused(123, 140);
        try (PodRegistry registry = PodRegistry.open(temporary.resolve("third"), options.snapshotEvery(0))) {
            churn(registry, 80);
        }
        SnapshotFiles.in(temporary.resolve("third"), warning -> {}).save(foreign);
        warnings.take();
        PodRegistry.open(temporary.resolve("third"), options.snapshotEvery(0)).close();
        assertTrue(warnings.take().toString().contains("the log does not hold event 140 with its hash"));
    }

    @Test
    void aBrokenOneIsPassedOverForTheOneBefore() throws IOException {
        try (PodRegistry registry = open()) {
            fill(registry);
        }
        try (PodRegistry registry = open()) {
            fill(registry);
        }
        assertEquals(List.of(name(122), name(244)), files());
        Files.write(snapshots().resolve(name(244)), new byte[0]);
        opensTheRightTable();
        assertEquals(1, warnings.take().size());
        Files.writeString(snapshots().resolve(name(122)), "{}");
        opensTheRightTable();
        assertEquals(2, warnings.take().size());
        assertEquals(List.of(name(122), name(244)), files(), "bad ones stay");
    }

    /** With the snapshots left, the log is lost and begun anew: every one of them is of a history that never was. */
    @Test
    void aLogBegunAnewHasNothingToDoWithOldSnapshots() throws IOException {
        try (PodRegistry registry = open()) {
            fill(registry);
        }
        try (Stream<Path> files = Files.list(directory().resolve("queue"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory().resolve("manifest.json"));
        String refused = String.valueOf(
                assertThrows(DamagedLogException.class, this::open).getMessage());
        assertTrue(refused.contains("though there was a log, as " + snapshots().resolve(name(122))), refused);
        Path aside = Files.move(snapshots(), directory().resolve("aside"));
        open().close();
        Files.move(aside, snapshots());
        isRefused(1, 122);
    }

    /** A page before the snapshot's event is gone: no loss of power can have taken what a snapshot had waited for. */
    @Test
    void noRecoveryGoesBelowASnapshot() throws IOException {
        try (PodRegistry registry = PodRegistry.open(
                directory(),
                options.clock(() -> Instant.parse("2026-01-31T12:00:00Z")).snapshotEvery(0))) {
            fill(registry);
        }
        Path day = directory().resolve("queue/20260131F.cq4");
        try (PodRegistry registry =
                PodRegistry.open(directory(), options.clock(() -> Instant.parse("2026-01-31T12:00:00Z")))) {
            fill(registry);
        }
        assertEquals(List.of(name(244)), files());
        byte[] bytes = Files.readAllBytes(day);
        Arrays.fill(bytes, 20 * 4096, 21 * 4096, (byte) 0);
        Files.write(day, bytes);

        DamagedLogException refused = assertThrows(DamagedLogException.class, this::open);
        assertEquals(DamagedLogException.Kind.DAMAGE, refused.kind());
        assertTrue(refused.sequence() < 244, refused::getMessage);
        assertTrue(refused.defect().contains("the snapshot of #244 "), refused::defect);
        assertFalse(Files.exists(directory().resolve("quarantine")));
    }

    @Test
    void commandsGoOnWithoutAPlaceForSnapshots() throws IOException {
        Files.createDirectories(directory());
        Files.writeString(snapshots(), "in the way");
        try (PodRegistry registry = PodRegistry.open(directory(), options.snapshotEvery(10))) {
            fill(registry);
        }
        List<String> said = warnings.take();
        assertTrue(!said.isEmpty() && said.size() <= 28, said::toString);
        said.forEach(warning -> assertTrue(
                warning.matches("WARNING (no snapshot was written at #|cannot look for snapshots in ).*")
                        && warning.contains(snapshots() + " is a file, not a directory")
                        && !warning.contains("Exception"),
                warning));
        opensTheRightTable();
    }

    @Test
    void syncedRegistriesHaveSnapshotsToo() throws IOException {
        try (PodRegistry registry = PodRegistry.open(directory(), options.durability(Durability.SYNC))) {
            fill(registry);
        }
        assertEquals(List.of(name(122)), files());
        opensTheRightTable();
        assertEquals(List.of(), warnings.take());
    }
}
