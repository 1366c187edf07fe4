package dev.podregistry.benchmarks.jmh;

import dev.podregistry.api.LiveProcess;
import dev.podregistry.benchmarks.fixture.Tree;
import dev.podregistry.benchmarks.store.Ask;
import dev.podregistry.benchmarks.store.Store;
import dev.podregistry.benchmarks.store.StoreKind;
import dev.podregistry.model.ProcessIdentity;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Pods of this process come and go, each on the disk before it is answered; threads share the registry. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SyncBenchmark {

    /** The folder of the registry, which is there already. */
    @Param("")
    public String folder = "";

    /** The root of the tree that the pods work on. */
    @Param("")
    public String tree = "";

    private final ProcessIdentity process = LiveProcess.current();
    private final AtomicInteger number = new AtomicInteger();
    private Store store;

    /** Opens the registry. */
    @Setup
    public void open() {
        store = StoreKind.REGISTRY_SYNC.open(Path.of(folder));
    }

    /** Registers a pod and releases it. */
    @Benchmark
    public void registerAndRelease() {
        int next = number.getAndIncrement();
        Ask ask = new Tree(Path.of(tree)).ask("new-" + next, next, process);
        if (!store.register(ask) || !store.release(ask.pod())) {
            throw new IllegalStateException("refused: " + ask);
        }
    }

    /** Closes the registry. */
    @TearDown
    public void close() {
        store.close();
    }
}
