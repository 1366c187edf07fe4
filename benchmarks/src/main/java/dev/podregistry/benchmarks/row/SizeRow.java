package dev.podregistry.benchmarks.row;

import dev.podregistry.benchmarks.Bench;
import dev.podregistry.benchmarks.Contender;
import dev.podregistry.benchmarks.Line;
import dev.podregistry.benchmarks.Metric;
import dev.podregistry.benchmarks.Rounds;
import dev.podregistry.benchmarks.Row;
import dev.podregistry.benchmarks.Target;
import dev.podregistry.benchmarks.store.StoreKind;
import java.util.ArrayList;
import java.util.List;

/** A pod comes and goes among ever more others, beside the same among 10. */
final class SizeRow implements Row {

    private static final int FEW = 10;
    private static final List<Integer> MANY = List.of(10_000, 100_000, 1_000_000);

    @Override
    public String name() {
        return "size";
    }

    @Override
    public String about() {
        return "the same at 1,000 to 1,000,000 live pods, beside its own cost at 10";
    }

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        List<Contender> contenders = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        sizes.add(FEW);
        MANY.forEach(many -> sizes.add(bench.effort().size(many)));
        for (int size : sizes) {
            Stores stores = new Stores(bench, size);
            contenders.add(stores.contender(StoreKind.REGISTRY, stores.make(StoreKind.REGISTRY), stores.liveShown()));
        }
        Rounds rounds = Rounds.of(bench, contenders.toArray(Contender[]::new));
        List<Line> lines = new ArrayList<>();
        for (Contender many : contenders.subList(1, contenders.size())) {
            String what = "register + release, " + many.name();
            lines.add(rounds.timesOf(what, Metric.TIME, many, contenders.get(0), Target.atMost(2)));
        }
        return lines;
    }
}
