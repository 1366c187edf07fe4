package dev.podregistry.log.chronicle;

import dev.podregistry.model.LogException;
import java.io.IOException;
import java.nio.file.Path;

/** Opens a log when it is told to, and says what came of it. */
final class RecoveringProcess {

    private RecoveringProcess() {}

    /** Arguments: a registry to learn on, and the one that counts. */
    public static void main(String[] arguments) throws IOException {
        // What is loaded by now makes no system calls later.
        Moments.open(Path.of(arguments[0])).close();
        System.out.println("ready");
        while (System.in.read() != '\n') {
            // Whoever watches this is not ready yet.
        }
        try (ChronicleLog log = Moments.open(Path.of(arguments[1]))) {
            System.out.println("opened " + log.recovery().isPresent());
        } catch (LogException e) {
            System.out.println("refused " + e.getMessage());
        }
    }
}
