package dev.podregistry.benchmarks.jmh;

import dev.podregistry.api.Holding;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.api.RegistryView;
import dev.podregistry.api.TargetRule;
import dev.podregistry.benchmarks.fixture.Tree;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.Durability;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Questions about paths that a pod holds, each time another one: asked of the table, of a view and of the registry. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueryBenchmark {

    private static final int QUESTIONS = 1 << 12;

    /** The folder of the registry, which is there already. */
    @Param("")
    public String folder = "";

    /** The root of the tree that the pods work on. */
    @Param("")
    public String tree = "";

    /** How many pods are live. */
    @Param("1000")
    public int live = 1_000;

    private Question[] questions;
    private PodRegistry registry;
    private RegistryView view;
    private AllocationTable table;
    private int next;

    /** What is asked about, in the words of each level. */
    private record Question(PodName pod, ScopePath path, ScopeRule rule, String target, TargetRule targetRule) {

        static Question about(Tree tree, int number) {
            String pod = Tree.nameOf(number);
            String scope = tree.pathOf(pod, number);
            String path = scope + "/src/Main.java";
            return new Question(
                    new PodName(pod),
                    new ScopePath(path),
                    ScopeRule.write(scope + "/src"),
                    path,
                    TargetRule.write(scope + "/src"));
        }
    }

    /** Opens the registry, and makes up questions. */
    @Setup
    public void open() {
        SplittableRandom random = new SplittableRandom(1);
        Tree paths = new Tree(Path.of(tree));
        questions = IntStream.range(0, QUESTIONS)
                .mapToObj(i -> Question.about(paths, random.nextInt(live)))
                .toArray(Question[]::new);
        registry = PodRegistry.open(Path.of(folder), RegistryOptions.defaults().durability(Durability.PAGE_CACHE));
        view = registry.view();
        AllocationTable[] replayed = {AllocationTable.EMPTY};
        try (ChronicleLogReader reader = ChronicleLogReader.open(Path.of(folder), LogPosition.START)) {
            reader.replay(1, event -> replayed[0] = replayed[0].evolve(event));
        }
        table = replayed[0];
    }

    private Question question() {
        next = (next + 1) % QUESTIONS;
        return questions[next];
    }

    /** Asks the table. */
    @Benchmark
    public @Nullable Allocation tableHolderOf() {
        return table.holderOf(question().path());
    }

    /** Asks the table. */
    @Benchmark
    public @Nullable Permission tablePermissionAt() {
        Question question = question();
        return table.permissionAt(question.pod(), question.path());
    }

    /** Asks the table. */
    @Benchmark
    public boolean tableMayWrite() {
        Question question = question();
        return table.mayWrite(question.pod(), question.rule());
    }

    /** Asks a view, which makes the path canonical first. */
    @Benchmark
    public Optional<Holding> viewHolderOf() {
        return view.holderOf(question().target());
    }

    /** Asks a view, which makes the path canonical first. */
    @Benchmark
    public Optional<Permission> viewPermissionAt() {
        Question question = question();
        return view.permissionAt(question.pod(), question.target());
    }

    /** Asks a view, which makes the path canonical first. */
    @Benchmark
    public boolean viewMayWrite() {
        Question question = question();
        return view.mayWrite(question.pod(), question.targetRule());
    }

    /** Asks the registry, which looks for new events first. */
    @Benchmark
    public Optional<Holding> registryHolderOf() {
        return registry.holderOf(question().target());
    }

    /** Asks the registry, which looks for new events first. */
    @Benchmark
    public Optional<Permission> registryPermissionAt() {
        Question question = question();
        return registry.permissionAt(question.pod(), question.target());
    }

    /** Asks the registry, which looks for new events first. */
    @Benchmark
    public boolean registryMayWrite() {
        Question question = question();
        return registry.mayWrite(question.pod(), question.targetRule());
    }

    /** Closes the registry. */
    @TearDown
    public void close() {
        registry.close();
    }
}
