package dev.podregistry.benchmarks.row;

import dev.podregistry.benchmarks.Bench;
import dev.podregistry.benchmarks.Contender;
import dev.podregistry.benchmarks.Jmh;
import dev.podregistry.benchmarks.Unit;
import dev.podregistry.benchmarks.fixture.Tree;
import dev.podregistry.benchmarks.jmh.MutationBenchmark;
import dev.podregistry.benchmarks.store.Ask;
import dev.podregistry.benchmarks.store.Store;
import dev.podregistry.benchmarks.store.StoreKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Stores with equally many live pods.
 *
 * @param bench where they are made
 * @param live how many
 */
record Stores(Bench bench, int live) {

    /** For the whole way of a mutation, down to the log: it takes a JVM some ten seconds to compile all of that. */
    static final int WARMTH = 10;

    private static final int DOCUMENTS = 2_000;

    /** {@return the number of pods as the table shows it} */
    String liveShown() {
        return Unit.count(live) + " live pods";
    }

    /** {@return the folder of a store just made} */
    Path make(StoreKind kind) throws IOException {
        Path folder = bench.folder(kind.name() + "-" + live);
        bench.say("preparing " + kind.title() + " with " + liveShown());
        kind.fill(folder, bench.tree().residents(live, bench.residents()));
        return folder;
    }

    /** {@return a pod coming and going in such a store} */
    Contender contender(StoreKind kind) throws IOException {
        return contender(kind, make(kind), kind.title());
    }

    Contender contender(StoreKind kind, Path folder, String name) {
        Map<String, String> parameters = Map.of(
                "kind", kind.name(),
                "folder", folder.toString(),
                "tree", bench.tree().root().toString());
        return Jmh.of(MutationBenchmark.class, "registerAndRelease", parameters)
                .warmed(WARMTH)
                .contender(bench, name);
    }

    /** {@return the folder of a registry with the documents of pods that came and went} */
    Path documents() throws IOException {
        Path folder = bench.folder("documents");
        StoreKind.REGISTRY.fill(folder, Stream.of());
        try (Store store = StoreKind.REGISTRY.open(folder)) {
            for (int i = 0; i < bench.effort().size(DOCUMENTS); i++) {
                Ask ask = bench.tree().ask(Tree.nameOf(i), i, bench.residents().of(i));
                if (!store.register(ask) || !store.release(ask.pod())) {
                    throw new IllegalStateException("refused: " + ask);
                }
            }
        }
        return folder;
    }
}
