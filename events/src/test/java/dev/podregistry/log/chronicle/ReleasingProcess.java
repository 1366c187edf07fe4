package dev.podregistry.log.chronicle;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Transcript;
import dev.podregistry.log.chronicle.disk.DiskSpace;
import dev.podregistry.log.chronicle.disk.Drive;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.AppendFailedException.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/**
 * Registers until it is refused on a disk that fills up, and then releases; then on one that others have filled to the last
 * byte, each time after opening the log anew; says {@code done} when nothing else ever happened.
 */
final class ReleasingProcess {

    private final Path registry;
    private final Path filler;
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private Transcript seen = new Transcript(LogPosition.START);

    private ReleasingProcess(Path place) {
        this.registry = place.resolve("releasing");
        this.filler = place.resolve("filler");
    }

    /** Argument: a small disk. */
    public static void main(String[] arguments) throws IOException {
        ReleasingProcess process = new ReleasingProcess(Path.of(arguments[0]));
        process.releasesFromWhatRegisteringLeaves();
        process.releasesWithoutOneByteLeft();
        System.out.println("done 1 refused " + process.seen.recorded().size() + " appended");
    }

    private void releasesFromWhatRegisteringLeaves() throws IOException {
        fill(DiskSpace.RESERVE + (600 << 10));
        int registered = 0;
        try (ChronicleLog log = open()) {
            while (isRegistered(log, "pod-" + registered)) {
                registered++;
            }
            for (int i = 0; i < registered; i++) {
                Logs.append(log, seen, "pod-" + i);
            }
        }
        require(registered > 0, "nothing could be registered");
        tomorrow();
        try (ChronicleLog log = open()) {
            Logs.append(log, seen, "on a new day");
        }
        Files.delete(filler);
    }

    private void releasesWithoutOneByteLeft() throws IOException {
        try (ChronicleLog log = open()) {
            require(isRegistered(log, "pod"), "refused with room left");
        }
        fill(0);
        for (int day = 0; day < 3; day++) {
            try (ChronicleLog log = open()) {
                require(!isRegistered(log, "other"), "registered without room");
                for (int i = 0; i < 20; i++) {
                    Logs.append(log, seen, "pod-" + i);
                }
            }
            tomorrow();
        }
        Files.delete(filler);
        try (ChronicleLog log = open()) {
            require(isRegistered(log, "other"), "refused with room left");
        }
    }

    private ChronicleLog open() {
        ChronicleLog log = ChronicleLog.open(
                registry, ChronicleLogOptions.DEFAULT.withClock(() -> now), LogPosition.START, Drive.SYSTEM);
        Transcript again = new Transcript(LogPosition.START);
        log.catchUp(again);
        require(log.recovery().isEmpty(), "a recovery");
        require(again.recorded().equals(seen.recorded()), "another history after opening again");
        seen = again;
        return log;
    }

    private boolean isRegistered(ChronicleLog log, String pod) {
        try {
            Logs.register(log, seen, pod);
            return true;
        } catch (AppendFailedException e) {
            require(e.outcome() == Outcome.REFUSED, "not refused but " + e);
            require(String.valueOf(e.getMessage()).contains(" bytes left, and "), "unclear: " + e);
            return false;
        }
    }

    private void tomorrow() {
        now = now.plus(Duration.ofDays(1));
    }

    private void fill(long left) throws IOException {
        for (int piece : new int[] {4096, 1}) {
            try (OutputStream out =
                    Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (left == 0 || Files.getFileStore(filler).getUsableSpace() > left) {
                    out.write(new byte[piece]);
                }
            } catch (IOException e) {
                // Full to the last byte.
            }
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
