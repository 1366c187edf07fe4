package dev.podregistry.benchmarks.row;

import dev.podregistry.benchmarks.Bench;
import dev.podregistry.benchmarks.Contender;
import dev.podregistry.benchmarks.Figure;
import dev.podregistry.benchmarks.Jmh;
import dev.podregistry.benchmarks.Line;
import dev.podregistry.benchmarks.Metric;
import dev.podregistry.benchmarks.Rounds;
import dev.podregistry.benchmarks.Row;
import dev.podregistry.benchmarks.Target;
import dev.podregistry.benchmarks.jmh.QueryBenchmark;
import dev.podregistry.benchmarks.store.StoreKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Questions about paths, at 100,000 live pods and at 1,000, asked of the table, of a view and of the registry. */
final class QueryRow implements Row {

    private static final int MANY = 100_000;
    private static final int FEW = 1_000;
    private static final List<String> LEVELS = List.of("table", "view", "registry");
    private static final List<String> QUESTIONS = List.of("HolderOf", "PermissionAt", "MayWrite");
    private static final Figure MEDIAN = Metric.P50.figure(1_000);

    @Override
    public String name() {
        return "queries";
    }

    @Override
    public String about() {
        return "holderOf, permissionAt, mayWrite at 100,000 live pods: the median, and garbage beside 1,000 live pods";
    }

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        Stores many = new Stores(bench, bench.effort().size(MANY));
        Stores few = new Stores(bench, bench.effort().size(FEW));
        Path manyFolder = many.make(StoreKind.REGISTRY);
        Path fewFolder = few.make(StoreKind.REGISTRY);
        List<Line> lines = new ArrayList<>();
        for (String level : LEVELS) {
            for (String question : QUESTIONS) {
                Contender big = contender(many, manyFolder, level + question);
                Contender small = contender(few, fewFolder, level + question);
                Rounds rounds = Rounds.of(bench, big, small);
                String what = level + "." + Character.toLowerCase(question.charAt(0)) + question.substring(1);
                lines.add(rounds.line(what + ", median", Metric.P50, big, small, Target.atMost(MEDIAN)));
                lines.add(rounds.line(what + ", garbage", Metric.GARBAGE, big, small, Target.NONE));
            }
        }
        return lines;
    }

    private static Contender contender(Stores stores, Path folder, String method) {
        Map<String, String> parameters = Map.of(
                "folder", folder.toString(),
                "tree", stores.bench().tree().root().toString(),
                "live", Integer.toString(stores.live()));
        return Jmh.of(QueryBenchmark.class, method, parameters).contender(stores.bench(), stores.liveShown());
    }
}
