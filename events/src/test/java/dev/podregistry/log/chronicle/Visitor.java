package dev.podregistry.log.chronicle;

import dev.podregistry.event.LogPosition;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A process that opens a log again and again, and says how that went. */
final class Visitor {

    private Visitor() {}

    /** Takes a directory, how often to open it, and {@code read} or the day to write on. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        try {
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                if (arguments[2].equals("read")) {
                    System.out.println(Logs.read(directory).pods().size());
                } else {
                    write(directory, Instant.parse(arguments[2]).plus(Duration.ofDays(i)));
                    System.out.println("written");
                }
            }
        } catch (LogException e) {
            System.out.println(e.getMessage());
        }
        System.out.println("done");
    }

    static void write(Path directory, Instant now) {
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT
                .with(Durability.PAGE_CACHE)
                .withLockTimeout(Duration.ofSeconds(60))
                .withClock(() -> now);
        try (ChronicleLog log = ChronicleLog.open(directory, options, LogPosition.START)) {
            Logs.append(log, "visitor");
        }
    }
}
