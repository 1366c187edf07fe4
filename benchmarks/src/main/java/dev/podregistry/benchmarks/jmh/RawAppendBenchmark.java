package dev.podregistry.benchmarks.jmh;

import dev.podregistry.benchmarks.fixture.Directories;
import dev.podregistry.benchmarks.fixture.RawQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** The limit of a mutation: the documents that the registry wrote, appended to a queue with nothing around it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RawAppendBenchmark {

    private static final int MOST = 2_000;

    /** The folder of the registry whose documents are taken: one for a pod that came, one for it going, and so on. */
    @Param("")
    public String documents = "";

    private List<byte[]> written;
    private Path folder;
    private RawQueue queue;
    private int next;

    /** Reads the documents, and makes a queue. */
    @Setup
    public void open() throws IOException {
        written = RawQueue.documents(Path.of(documents), MOST);
        folder = Files.createTempDirectory(Path.of(documents), "raw-");
        queue = RawQueue.open(folder);
    }

    /** Appends the documents of one pod that comes and goes. */
    @Benchmark
    public void two() {
        queue.append(written.get(next));
        queue.append(written.get(next + 1));
        next = (next + 2) % written.size();
    }

    /** Throws the queue away. */
    @TearDown
    public void close() throws IOException {
        queue.close();
        Directories.delete(folder);
    }
}
