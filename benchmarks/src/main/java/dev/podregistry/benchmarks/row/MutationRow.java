package dev.podregistry.benchmarks.row;

import dev.podregistry.benchmarks.Bench;
import dev.podregistry.benchmarks.Contender;
import dev.podregistry.benchmarks.Jmh;
import dev.podregistry.benchmarks.Line;
import dev.podregistry.benchmarks.Metric;
import dev.podregistry.benchmarks.Rounds;
import dev.podregistry.benchmarks.Row;
import dev.podregistry.benchmarks.Target;
import dev.podregistry.benchmarks.jmh.RawAppendBenchmark;
import dev.podregistry.benchmarks.store.StoreKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A pod comes and goes among 10,000 others, beside raw appends and what a user would pick instead. */
final class MutationRow implements Row {

    private static final int LIVE = 10_000;

    @Override
    public String name() {
        return "mutation";
    }

    @Override
    public String about() {
        return "register and release, one thread, 10,000 live pods, safe from the death of processes";
    }

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        Stores stores = new Stores(bench, bench.effort().size(LIVE));
        Contender ours = stores.contender(StoreKind.REGISTRY);
        Contender logical = stores.contender(StoreKind.REGISTRY_LOGICAL);
        Contender off = stores.contender(StoreKind.SQLITE_OFF);
        Contender full = stores.contender(StoreKind.SQLITE_FULL);
        Contender file = stores.contender(StoreKind.REWRITTEN_FILE);
        Path documents = stores.documents();
        Contender raw = Jmh.of(RawAppendBenchmark.class, "two", Map.of("documents", documents.toString()))
                .contender(bench, "raw Chronicle append of the same bytes");
        Rounds rounds = Rounds.of(bench, ours, raw, logical, off, full, file);
        String what = "register + release, " + stores.liveShown();
        return List.of(
                rounds.timesOf(what, Metric.TIME, ours, raw, Target.atMost(6)),
                rounds.timesOf(what + ", paths as text", Metric.TIME, logical, raw, Target.atMost(6)),
                rounds.fasterThan(what + ": how much faster", ours, off, Target.atLeast(10)),
                rounds.fasterThan(what + ", paths as text: how much faster", logical, off, Target.atLeast(10)),
                rounds.fasterThan(what + ": how much faster", ours, full, Target.NONE),
                rounds.fasterThan(what + ": how much faster", ours, file, Target.NONE));
    }
}
