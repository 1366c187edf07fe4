package dev.podregistry.benchmarks.jmh;

import dev.podregistry.benchmarks.fixture.RawQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
import org.openjdk.jmh.annotations.TearDown;

/** The limit of a mutation that is on the disk: the bytes that the registry wrote, appended to a file and synced. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RawSyncBenchmark {

    private static final int MOST = 2_000;

    /** The folder of the registry whose documents are taken: one for a pod that came, one for it going, and so on. */
    @Param("")
    public String documents = "";

    private List<byte[]> written;
    private Path path;
    private FileChannel file;
    private int next;

    /** Reads the documents, and makes a file. */
    @Setup
    public void open() throws IOException {
        written = RawQueue.documents(Path.of(documents), MOST);
        path = Files.createTempFile(Path.of(documents), "raw-", ".bin");
        file = FileChannel.open(path, StandardOpenOption.APPEND);
    }

    /** Appends the documents of one pod that comes and goes, each with a sync of its own. */
    @Benchmark
    public void two() throws IOException {
        appendAndSync(written.get(next));
        appendAndSync(written.get(next + 1));
        next = (next + 2) % written.size();
    }

    private void appendAndSync(byte[] document) throws IOException {
        file.write(ByteBuffer.wrap(document));
        file.force(false);
    }

    /** Throws the file away. */
    @TearDown
    public void close() throws IOException {
        file.close();
        Files.delete(path);
    }
}
