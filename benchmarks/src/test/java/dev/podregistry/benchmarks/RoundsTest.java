package dev.podregistry.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.benchmarks.fixture.Residents;
import dev.podregistry.benchmarks.fixture.Tree;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsTest {

    @TempDir
    private Path folder;

    /** A machine that gets slower and slower. */
    @Test
    void comparesWhatWasMeasuredInTheSameRound() throws Exception {
        List<String> order = new ArrayList<>();
        Contender ours = scripted("ours", order, 2, 20, 200);
        Contender theirs = scripted("theirs", order, 1, 10, 100);
        try (Residents residents = Residents.start();
                Journal journal = Journal.in(folder.resolve("samples"))) {
            Bench bench = new Bench(
                    Effort.FULL,
                    folder,
                    folder,
                    new Tree(folder),
                    residents,
                    List.of(),
                    journal,
                    new PrintStream(OutputStream.nullOutputStream()));
            Rounds rounds = Rounds.of(bench, ours, theirs);
            assertEquals(
                    2.0,
                    rounds.timesOf("", Metric.TIME, ours, theirs, Target.NONE).ratio());
            assertEquals(0.5, rounds.fasterThan("", ours, theirs, Target.NONE).ratio());
            assertEquals(20, rounds.median(ours, Metric.TIME).value());
            assertEquals(100, rounds.greatest(theirs, Metric.TIME).value());
            assertEquals(List.of("ours", "theirs", "ours", "theirs"), order.subList(0, 4));
        }
    }

    private static Contender scripted(String name, List<String> order, double... scores) {
        Iterator<Double> next = Arrays.stream(scores).iterator();
        return new Contender(name, () -> {
            order.add(name);
            return Sample.of(Metric.TIME, next.next());
        });
    }
}
