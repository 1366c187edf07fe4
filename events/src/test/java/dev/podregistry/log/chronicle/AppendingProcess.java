package dev.podregistry.log.chronicle;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Chain;
import dev.podregistry.model.Durability;
import java.nio.file.Path;

/**
 * A process that appends batches of two, and says of each what it was told: {@code name-i first-sequence .}.
 *
 * <p>It keeps nothing, so that its garbage collections stay too short to be taken for a wait.
 */
public final class AppendingProcess {

    private AppendingProcess() {}

    public static void main(String[] arguments) {
        String name = arguments[1];
        int count = Integer.parseInt(arguments[2]);
        Chain seen = new Chain(LogPosition.START);
        try (ChronicleLog log = Logs.open(Path.of(arguments[0]), Durability.valueOf(arguments[3]))) {
            System.out.println("ready");
            for (int i = 0; i < count; i++) {
                Logs.append(log, seen, name + "-" + i, name + "-" + i + "b");
                System.out.println(name + "-" + i + " " + (seen.end().sequence() - 1) + " .");
            }
        }
    }
}
