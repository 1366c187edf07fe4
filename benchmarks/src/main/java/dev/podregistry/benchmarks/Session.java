package dev.podregistry.benchmarks;

import dev.podregistry.benchmarks.fixture.Directories;
import dev.podregistry.benchmarks.fixture.Residents;
import dev.podregistry.benchmarks.fixture.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One run of benchmarks, with what all of them need. */
public final class Session implements AutoCloseable {

    /** The file that keeps every sample, below the folder of a run. */
    public static final String SAMPLES = "samples.ndjson";

    private final Bench bench;

    private Session(Bench bench) {
        this.bench = bench;
    }

    /**
     * {@return a run}
     *
     * @param home the project's folder
     * @param out where it leaves its files
     * @param effort how long it takes
     */
    public static Session open(Path home, Path out, Effort effort) throws IOException {
        Path work = out.resolve("work");
        Directories.delete(work);
        Directories.delete(out.resolve("jmh"));
        Files.createDirectories(work);
        return new Session(new Bench(
                effort,
                home,
                work,
                Tree.make(),
                Residents.start(),
                javaHomes(),
                Journal.in(out.resolve(SAMPLES)),
                System.err));
    }

    private static List<Path> javaHomes() {
        String homes = System.getenv().getOrDefault("JAVA_HOMES", System.getProperty("java.home"));
        return Arrays.stream(homes.split(":")).map(Path::of).toList();
    }

    /** {@return the table of these rows, measured one after the other} */
    public Table measure(List<Row> rows) throws Exception {
        Table table = new Table();
        for (Row row : rows) {
            table.add(measure(row));
        }
        return table;
    }

    /** {@return what one row tells} */
    public List<Line> measure(Row row) throws Exception {
        bench.progress().println(row.name() + ": " + row.about());
        bench.journal().begin(row.name());
        long begin = System.nanoTime();
        List<Line> lines = row.measure(bench);
        for (Line line : lines) {
            bench.journal().line(line);
        }
        Directories.delete(bench.work());
        Files.createDirectories(bench.work());
        bench.say(String.format(Locale.ROOT, "took %.0f s", (System.nanoTime() - begin) / 1e9));
        return lines;
    }

    @Override
    public void close() throws IOException {
        bench.residents().close();
        bench.journal().close();
        Directories.delete(bench.tree().root());
    }
}
