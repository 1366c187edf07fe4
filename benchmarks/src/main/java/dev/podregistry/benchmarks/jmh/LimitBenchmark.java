package dev.podregistry.benchmarks.jmh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.log.json.EventLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What cannot be left out for one event, whoever does it: hashing its line, and writing and reading JSON. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LimitBenchmark {

    private static final int LINES = 1_000;

    /** The folder of the registry whose events are taken. */
    @Param("")
    public String folder = "";

    private final EventCodec codec = new EventCodec();
    private final JsonMapper jackson = new JsonMapper();
    private final List<Recorded> events = new ArrayList<>();
    private MessageDigest digest;
    private int next;

    /** Reads the events. */
    @Setup
    public void read() throws NoSuchAlgorithmException {
        digest = MessageDigest.getInstance("SHA-256");
        try (ChronicleLogReader reader = ChronicleLogReader.open(Path.of(folder), LogPosition.START)) {
            reader.replay(1, event -> {
                if (events.size() < LINES) {
                    events.add(event);
                }
            });
        }
    }

    private Recorded event() {
        next = (next + 1) % events.size();
        return events.get(next);
    }

    /** SHA-256, by the JDK alone. */
    @Benchmark
    public byte[] sha256() {
        return digest.digest(event().stored().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Our link of the chain. */
    @Benchmark
    public Hash link() {
        return Hash.GENESIS.next(event().stored().getBytes(StandardCharsets.US_ASCII));
    }

    /** Jackson, as it reads for anybody. */
    @Benchmark
    public JsonNode readTree() throws JsonProcessingException {
        return jackson.readTree(event().stored());
    }

    /** Our codec, reading. */
    @Benchmark
    public EventLine decode() {
        return codec.decode(event().stored());
    }

    /** Our codec, writing. */
    @Benchmark
    public String encode() {
        Recorded event = event();
        return codec.encode(
                new EventLine(event.sequence(), event.synced(), event.time(), event.origin(), event.event()));
    }
}
