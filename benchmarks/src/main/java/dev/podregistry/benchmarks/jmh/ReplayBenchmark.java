package dev.podregistry.benchmarks.jmh;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podregistry.benchmarks.fixture.RawQueue;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.table.AllocationTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A whole log from its first event to its last: to the table, and as the least that can be done to trust it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReplayBenchmark {

    /** The folder of the registry. */
    @Param("")
    public String folder = "";

    private final EventCodec codec = new EventCodec();
    private final JsonMapper jackson = new JsonMapper();

    /** Does something with one line. */
    @FunctionalInterface
    private interface LineSink {
        void accept(String line) throws IOException;
    }

    /** Replays to the table. */
    @Benchmark
    public AllocationTable replay() {
        AllocationTable[] table = {AllocationTable.EMPTY};
        try (ChronicleLogReader reader = ChronicleLogReader.open(Path.of(folder), LogPosition.START)) {
            reader.replay(1, event -> table[0] = table[0].evolve(event));
        }
        return table[0];
    }

    /** Reads what there is, and nothing else. */
    @Benchmark
    public long tail() {
        long[] bytes = {0};
        RawQueue.tail(Path.of(folder), Long.MAX_VALUE, document -> bytes[0] += document.readRemaining());
        return bytes[0];
    }

    /** Reads every line, hashes it, and reads it with our codec. */
    @Benchmark
    public long tailHashAndDecode() {
        return tailAndHash(codec::decode);
    }

    /** Reads every line, hashes it, and reads it as Jackson does for anybody. */
    @Benchmark
    public long tailHashAndReadTree() {
        return tailAndHash(jackson::readTree);
    }

    private long tailAndHash(LineSink sink) {
        MessageDigest digest = sha256();
        byte[][] hash = {new byte[32]};
        return RawQueue.tail(Path.of(folder), Long.MAX_VALUE, document -> {
            String line = line(document);
            digest.update(hash[0]);
            hash[0] = digest.digest(line.getBytes(StandardCharsets.ISO_8859_1));
            try {
                sink.accept(line);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String line(Bytes<?> document) {
        WireIn wire = WireType.BINARY_LIGHT.apply(document);
        return requireNonNull(wire.read("record").text());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
