package dev.podregistry.log.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Done;
import dev.podregistry.event.Epochs;
import dev.podregistry.event.Epochs.Epoch;
import dev.podregistry.event.Event;
import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Snapshot;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

@Tag("fuzz")
final class SnapshotCodecProperties {

    private final SnapshotCodec codec = new SnapshotCodec();

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void aSnapshotSaysTheSameAgain(@ForAll("snapshots") Snapshot snapshot) throws IOException {
        byte[] bytes = written(snapshot);
        Snapshot read = codec.read(new ByteArrayInputStream(bytes));
        assertEquals(snapshot, read);
        assertArrayEquals(bytes, written(read));
        String text = new String(bytes, StandardCharsets.US_ASCII);
        int lines = 1
                + snapshot.table().allocations().size()
                + snapshot.table().recentCommands().size();
        assertEquals(lines, text.lines().count());
        assertTrue(text.endsWith("}\n") && text.lines().allMatch(line -> line.startsWith("{")), text);
    }

    @Example
    void aDefectIsNamedWithItsLine() throws IOException {
        String good = new String(written(small()), StandardCharsets.US_ASCII);
        refused(good.replace("\"schema\":1", "\"schema\":3"), "line 1: schema 3 was written by a newer version");
        refused(good.replace("\"schema\":1", "\"schema\":2"), "line 1: epochs is missing");
        String second = good.replace("\"schema\":1", "\"schema\":2")
                .replace("\"commands\":1}", "\"commands\":1,\"epochs\":[]}");
        refused(second, "line 1: schema 2 is not needed");
        refused(
                second.replace("\"epochs\":[]", "\"epochs\":[{\"since\":1,\"number\":0}]"),
                "line 1: epochs are refused: epoch 0, begun at #1, does not follow epoch 0, begun at #0");
        refused(good.replace("\"schema\":1", "\"schema\":0"), "line 1: schema 0 never existed");
        refused(good.replace("\"importing\":true", "\"importing\":true,\"more\":1"), "line 1: more is unknown");
        refused(good.replace("\"hint\":5", "\"hint\":\"5\""), "line 1: hint is no whole number");
        refused(good.replace("\"allocations\":1", "\"allocations\":2"), "line 3: pod is missing");
        refused(good.replace("\"commands\":1", "\"commands\":2"), "line 4 is missing");
        refused(good.replace("\"commands\":1", "\"commands\":0"), "it goes on after line 2");
        refused(good.replace("\"created\":1", "\"created\":0"), "is out of order");
        refused(good.replace("\"delegatedFrom\":null", "\"delegatedFrom\":\"x\""), "a has no parent");
        refused(good.substring(0, good.length() - 5), "line 3: the line is not readable JSON");
        refused(good.replace("\"pod\":\"a\"", "\"pod\":\"ä\""), "it is not ASCII");
        refused("", "line 1 is missing");
    }

    private void refused(String text, String reason) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> codec.read(new ByteArrayInputStream(bytes)));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    private static final Epochs ONE_EPOCH = Epochs.NONE.plus(new Epoch(5, 7));

    private static Snapshot small() {
        Allocation row = new Allocation(
                new PodName("a"),
                new ProcessIdentity.BarePid(1),
                PodSocket.NONE,
                new Scope(List.of(), List.of()),
                null,
                null,
                1,
                new Token(1));
        Done done = new Done(new CommandId(new UUID(0, 1)), 1, new Event.Released(row.pod()), null);
        Bookmark bookmark = new Bookmark(new LogPosition(1, Hash.GENESIS.next(new byte[] {1})), 5);
        return new Snapshot(bookmark, new TableSnapshot(1, true, List.of(row), List.of(done)));
    }

    private byte[] written(Snapshot snapshot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        codec.write(snapshot, out);
        return out.toByteArray();
    }

    @Provide
    Arbitrary<Snapshot> snapshots() {
        return Combinators.combine(
                        rows().list().ofMaxSize(6).uniqueElements(Row::pod),
                        EventCodecProperties.events().list().ofMaxSize(4),
                        Arbitraries.longs(),
                        Arbitraries.of(true, false),
                        Arbitraries.of(Epochs.NONE, ONE_EPOCH, ONE_EPOCH.plus(new Epoch(8, 1_767_225_600L))))
                .as(SnapshotCodecProperties::snapshot);
    }

    private record Row(
            PodName pod,
            ProcessIdentity process,
            PodSocket socket,
            List<ScopeRule> allow,
            List<ScopeRule> deny,
            boolean child,
            boolean reserved) {}

    private static Arbitrary<Row> rows() {
        return Combinators.combine(
                        EventCodecProperties.names(),
                        EventCodecProperties.processes(),
                        EventCodecProperties.sockets(),
                        EventCodecProperties.rules(),
                        EventCodecProperties.rules(),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as(Row::new);
    }

    private static Snapshot snapshot(List<Row> rows, List<Event> events, long hint, boolean importing, Epochs epochs) {
        List<Allocation> allocations = new ArrayList<>();
        for (Row row : rows) {
            long created = 3L * allocations.size() + 1;
            boolean child = row.child() && !allocations.isEmpty();
            allocations.add(new Allocation(
                    row.pod(),
                    row.process(),
                    row.socket(),
                    new Scope(row.allow(), row.deny()),
                    child ? allocations.get(allocations.size() - 1).pod() : null,
                    row.reserved() ? null : new SegmentId(new UUID(hint, created)),
                    created,
                    epochs.token(created + (row.reserved() ? 0 : 1))));
        }
        List<Done> done = new ArrayList<>();
        for (Event event : events) {
            int number = done.size() + 1;
            Token token = number % 2 == 0 ? null : new Token(number);
            done.add(new Done(new CommandId(new UUID(number, hint)), 2L * number, event, token));
        }
        long sequence = 100;
        Hash hash = Hash.GENESIS.next(new byte[] {(byte) hint});
        return new Snapshot(
                new Bookmark(new LogPosition(sequence, hash), hint),
                new TableSnapshot(sequence, importing, allocations, done, epochs));
    }
}
