package dev.podregistry.benchmarks.jmh;

import dev.podregistry.api.LiveProcess;
import dev.podregistry.benchmarks.fixture.Tree;
import dev.podregistry.benchmarks.store.Ask;
import dev.podregistry.benchmarks.store.Store;
import dev.podregistry.benchmarks.store.StoreKind;
import dev.podregistry.model.ProcessIdentity;
import java.nio.file.Path;
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

/** A pod of this process comes and goes: two mutations. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MutationBenchmark {

    /** What holds the allocations. */
    @Param
    public StoreKind kind = StoreKind.REGISTRY;

    /** The folder of the store, which is there already. */
    @Param("")
    public String folder = "";

    /** The root of the tree that the pods work on. */
    @Param("")
    public String tree = "";

    private final ProcessIdentity process = LiveProcess.current();
    private Store store;
    private int number;

    /** Opens the store. */
    @Setup
    public void open() {
        store = kind.open(Path.of(folder));
    }

    /** Registers a pod and releases it. */
    @Benchmark
    public void registerAndRelease() {
        Ask ask = new Tree(Path.of(tree)).ask("new-" + number, number, process);
        number++;
        if (!store.register(ask) || !store.release(ask.pod())) {
            throw new IllegalStateException("refused: " + ask);
        }
    }

    /** Closes the store. */
    @TearDown
    public void close() {
        store.close();
    }
}
