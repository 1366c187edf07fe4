package dev.podregistry.benchmarks.store;

import static dev.podregistry.api.RegisterRequest.pod;

import dev.podregistry.api.PathPolicy;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.model.Durability;
import dev.podregistry.model.PodName;
import java.nio.file.Path;

/** The registry, through its public door. Any number of threads may use it. */
public final class RegistryStore implements Store {

    private final PodRegistry registry;

    private RegistryStore(PodRegistry registry) {
        this.registry = registry;
    }

    /** {@return the registry in {@code folder}, with everything but these two as it is unless told otherwise} */
    public static RegistryStore open(Path folder, Durability durability, PathPolicy paths) {
        return open(folder, RegistryOptions.defaults().durability(durability).paths(paths));
    }

    /** {@return the registry in {@code folder}} */
    public static RegistryStore open(Path folder, RegistryOptions options) {
        return new RegistryStore(PodRegistry.open(folder, options));
    }

    @Override
    public boolean register(Ask ask) {
        return registry.register(
                        pod(ask.pod()).write(ask.write()).read(ask.read()).process(ask.process()))
                .isGranted();
    }

    @Override
    public boolean release(String pod) {
        return registry.release(new PodName(pod)).isGranted();
    }

    @Override
    public void close() {
        registry.close();
    }
}
