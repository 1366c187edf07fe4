package dev.podregistry.log.chronicle;

import dev.podregistry.event.LogPosition;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogException;
import java.io.IOException;
import java.nio.file.Path;

/** Begins a log when it is told to, and says what came of it. */
final class BeginningProcess {

    private BeginningProcess() {}

    /** Arguments: a registry to learn on, the one that counts, and how durable an answer is to be. */
    public static void main(String[] arguments) throws IOException {
        Durability durability = Durability.valueOf(arguments[2]);
        // What is loaded by now makes no system calls later.
        try (ChronicleLog log = open(arguments[0], durability)) {
            Logs.append(log, "learnt");
        }
        System.out.println("ready");
        while (System.in.read() != '\n') {
            // Whoever watches this is not ready yet.
        }
        try (ChronicleLog log = open(arguments[1], durability)) {
            Logs.append(log, "first");
            System.out.println("answered");
        } catch (AppendFailedException e) {
            System.out.println(e.outcome() + " " + e.getMessage());
        } catch (LogException e) {
            System.out.println("unopened " + e.getMessage());
        }
    }

    private static ChronicleLog open(String directory, Durability durability) {
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.with(durability);
        return ChronicleLog.open(Path.of(directory), options, LogPosition.START);
    }
}
