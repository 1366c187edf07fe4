package dev.podregistry.log.chronicle;

import dev.podregistry.model.Actor;
import dev.podregistry.model.LogException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Lets a log go on from a snapshot when it is told to, and says what came of it. */
final class FoundingProcess {

    private FoundingProcess() {}

    /** Arguments: a registry to learn on, and the one that counts. */
    public static void main(String[] arguments) throws IOException {
        // What is loaded by now makes no system calls later.
        goOn(arguments[0]);
        System.out.println("ready");
        while (System.in.read() != '\n') {
            // Whoever watches this is not ready yet.
        }
        try {
            goOn(arguments[1]);
            System.out.println("done");
        } catch (LogException e) {
            System.out.println("refused " + e.getMessage());
        }
    }

    private static void goOn(String registry) {
        LogFoundation.run(
                Path.of(registry),
                Duration.ofSeconds(5),
                Set.of(),
                new Actor("ops"),
                Instant.parse("2026-02-09T12:00:00Z"));
    }
}
