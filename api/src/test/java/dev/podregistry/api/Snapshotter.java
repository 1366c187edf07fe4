package dev.podregistry.api;

import static dev.podregistry.api.RegisterRequest.pod;

import dev.podregistry.model.Durability;
import java.nio.file.Path;

/** A process that opens a registry again and again, and writes as many snapshots as it can. */
final class Snapshotter {

    private Snapshotter() {}

    /** Takes the registry's directory, a name of its own, and how often to open; 0 for ever. */
    public static void main(String[] args) {
        RegistryOptions options = RegistryOptions.defaults()
                .paths(PathPolicy.logical())
                .durability(Durability.PAGE_CACHE)
                .snapshotEvery(10);
        int rounds = Integer.parseInt(args[2]);
        for (int round = 0; rounds == 0 || round < rounds; round++) {
            try (PodRegistry registry = PodRegistry.open(Path.of(args[0]), options)) {
                registry.register(pod(args[1] + "-" + round).write("/" + args[1] + "/" + round));
                for (int i = 0; i < 60; i++) {
                    String name = args[1] + "-passing-" + i;
                    registry.register(pod(name).write("/passing/" + name))
                            .orElseThrow()
                            .release()
                            .orElseThrow();
                }
            }
            System.out.println("round " + round);
        }
    }
}
