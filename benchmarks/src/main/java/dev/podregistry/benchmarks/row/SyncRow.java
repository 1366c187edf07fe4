package dev.podregistry.benchmarks.row;

import dev.podregistry.benchmarks.Bench;
import dev.podregistry.benchmarks.Contender;
import dev.podregistry.benchmarks.Jmh;
import dev.podregistry.benchmarks.Line;
import dev.podregistry.benchmarks.Metric;
import dev.podregistry.benchmarks.Rounds;
import dev.podregistry.benchmarks.Row;
import dev.podregistry.benchmarks.Target;
import dev.podregistry.benchmarks.jmh.RawSyncBenchmark;
import dev.podregistry.benchmarks.jmh.SyncBenchmark;
import dev.podregistry.benchmarks.store.StoreKind;
import java.util.List;
import java.util.Map;

/** Mutations that are on the disk before they are answered, beside the bare sync, and many threads beside one. */
final class SyncRow implements Row {

    private static final int THREADS = 16;

    /** What waits for the disk is called less often, and takes longer until it is compiled. */
    private static final int WARMTH = 3 * Stores.WARMTH;

    @Override
    public String name() {
        return "sync";
    }

    @Override
    public String about() {
        return "register and release, each on the disk when answered: one thread beside raw fdatasync, 16 beside one";
    }

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        Stores stores = new Stores(bench, bench.effort().size(1_000));
        Map<String, String> parameters = Map.of(
                "folder", stores.make(StoreKind.REGISTRY_SYNC).toString(),
                "tree", bench.tree().root().toString());
        Jmh ours = Jmh.of(SyncBenchmark.class, "registerAndRelease", parameters).warmed(WARMTH);
        Contender one = ours.contender(bench, "one thread");
        Contender many = ours.threads(THREADS).contender(bench, THREADS + " threads");
        Contender raw = Jmh.of(
                        RawSyncBenchmark.class,
                        "two",
                        Map.of("documents", stores.documents().toString()))
                .contender(bench, "raw fdatasync after the same bytes");
        Rounds rounds = Rounds.of(bench, one, raw, many);
        return List.of(
                rounds.timesOf("SYNC, one thread: register + release", Metric.RATE, one, raw, Target.atLeast(0.7)),
                rounds.timesOf(
                        "SYNC, " + THREADS + " threads: register + release",
                        Metric.RATE,
                        many,
                        one,
                        Target.atLeast(5)));
    }
}
