package dev.podregistry.benchmarks.row;

import dev.podregistry.benchmarks.Bench;
import dev.podregistry.benchmarks.Contender;
import dev.podregistry.benchmarks.Jmh;
import dev.podregistry.benchmarks.Line;
import dev.podregistry.benchmarks.Metric;
import dev.podregistry.benchmarks.Rounds;
import dev.podregistry.benchmarks.Row;
import dev.podregistry.benchmarks.Target;
import dev.podregistry.benchmarks.jmh.LimitBenchmark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What cannot be left out for one event, beside how we do it. */
final class LimitRow implements Row {

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public String about() {
        return "hashing, writing and reading the line of one event, beside SHA-256 and Jackson alone";
    }

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        Path folder = new Stores(bench, bench.effort().size(10_000)).documents();
        Contender link = contender(bench, folder, "link", "our link");
        Contender sha = contender(bench, folder, "sha256", "SHA-256 of the line");
        Contender decode = contender(bench, folder, "decode", "our codec");
        Contender encode = contender(bench, folder, "encode", "our codec");
        Contender readTree = contender(bench, folder, "readTree", "Jackson's readTree");
        Rounds rounds = Rounds.of(bench, link, sha, decode, encode, readTree);
        return List.of(
                rounds.timesOf("a link of the hash chain", Metric.TIME, link, sha, Target.NONE),
                rounds.timesOf("reading a line", Metric.TIME, decode, readTree, Target.NONE),
                rounds.timesOf("writing a line", Metric.TIME, encode, readTree, Target.NONE));
    }

    private static Contender contender(Bench bench, Path folder, String method, String name) {
        return Jmh.of(LimitBenchmark.class, method, Map.of("folder", folder.toString()))
                .contender(bench, name);
    }
}
