package dev.podregistry.log.chronicle;

import dev.podregistry.model.LogException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Restores when it is told to, and says what came of it. */
final class RestoringProcess {

    private RestoringProcess() {}

    /** Arguments: a backup, the registry that counts, and a place to learn on. */
    public static void main(String[] arguments) throws IOException {
        Path backup = Path.of(arguments[0]);
        // What is loaded by now makes no system calls later.
        restore(backup, Path.of(arguments[2]));
        System.out.println("ready");
        while (System.in.read() != '\n') {
            // Whoever watches this is not ready yet.
        }
        try {
            System.out.println(restore(backup, Path.of(arguments[1])).course());
        } catch (LogException e) {
            System.out.println("refused " + e.getMessage());
        }
    }

    static LogRestore.Done restore(Path backup, Path registry) {
        Instant now = Instant.parse("2026-02-01T12:00:00Z");
        return LogRestore.run(backup, registry, Logs.origin(), () -> now, Duration.ofSeconds(60));
    }
}
