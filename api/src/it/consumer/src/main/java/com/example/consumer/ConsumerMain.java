package com.example.consumer;

import static dev.podregistry.api.DelegateRequest.child;
import static dev.podregistry.api.RegisterRequest.pod;

import dev.podregistry.api.Outcome;
import dev.podregistry.api.PodHandle;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.SegmentId;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** A program that uses the registry as any other would: by its published artifact alone. */
public final class ConsumerMain {
    private ConsumerMain() {}

    /**
     * Runs it, and fails when something is not as expected.
     *
     * @param args none
     * @throws IOException when no directory can be had
     */
    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("consumer").resolve("registry");
        List<Allocation> left;
        try (PodRegistry registry = PodRegistry.open(directory)) {
            PodHandle lead = registry.register(pod("lead").write("/repo")).orElseThrow();
            PodHandle coder = lead.delegate(child("coder").write("/repo/src")).orElseThrow();
            coder = coder.adopt(new SegmentId(UUID.randomUUID())).orElseThrow();
            check(coder.token().value() == 3, "the token is the sequence of the adoption");

            Outcome<PodHandle> outcome = registry.register(pod("stranger").write("/repo/src/main"));
            check(
                    outcome instanceof Outcome.Refused<PodHandle> refused
                            && refused.refusal() instanceof Refusal.WriteConflict conflict
                            && conflict.competitor().equals(coder.pod()),
                    "the stranger is refused: " + outcome);
            left = registry.view().allocations();
            check(left.size() == 2, "two pods are live: " + left);
        }
        try (PodRegistry registry = PodRegistry.open(directory)) {
            List<Allocation> found = registry.view().allocations();
            check(found.equals(left), "the same table is found again: " + found);
        }
        checkJars();
        System.out.println("consumer: reopened with " + left.size() + " pods");
    }

    /** What comes with the registry: each jar costs every user, so a new one is to be seen here first. */
    private static void checkJars() throws IOException {
        List<Path> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .toList();
        List<String> names = jars.stream()
                .map(jar -> jar.getFileName().toString().replaceFirst("-[0-9].*$", ""))
                .sorted()
                .toList();
        check(names.equals(Files.readAllLines(Path.of("runtime-jars.txt"))), "the jars of runtime-jars.txt: " + names);
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                boolean ours = jar.getFileName().toString().startsWith("pod-registry-");
                check(!ours || file.getEntry("META-INF/LICENSE") != null, "a licence in " + jar);
            }
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("expected: " + what);
        }
    }
}
