package dev.podregistry.log.chronicle;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.Transcript;
import dev.podregistry.log.chronicle.disk.Drive;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.AppendFailedException.Outcome;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Appends until it is refused, reads, gets room, and appends again, many times over; says {@code done} when nothing else
 * than a refusal ever happened and every acknowledged event was there each time.
 */
final class FillingProcess {

    /** Without a reserve, the disk is found full in the middle of things. */
    private static final Drive NO_RESERVE = new Drive(Fsync.SYSTEM, -Queues.GREAT_BLOCK);

    private final Path registry;
    private final Path filler;
    private final boolean files;
    private final Random random = new Random(5);
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private Transcript seen = new Transcript(LogPosition.START);
    private int refused;

    private FillingProcess(Path place, boolean files) {
        this.registry = place.resolve("registry");
        this.filler = place.resolve("filler");
        this.files = files;
    }

    /** Arguments: where; whether the disk or the files are limited; how often. */
    public static void main(String[] arguments) throws IOException {
        FillingProcess process = new FillingProcess(Path.of(arguments[0]), arguments[1].equals("files"));
        for (int round = Integer.parseInt(arguments[2]); round > 0; round--) {
            process.round();
        }
        if (!process.files) {
            process.beginOthers();
        }
        System.out.println("done " + process.refused + " refused "
                + process.seen.recorded().size() + " appended");
    }

    private void round() throws IOException {
        if (!files) {
            fill(random.nextInt(8) == 0 ? 0 : random.nextInt(1 << 20));
        }
        try (ChronicleLog log = open()) {
            appendUntilRefused(log);
            check();
            makeRoom();
            append(log, 1);
            check();
        } catch (LogUnavailableException e) {
            require(Files.exists(filler), "unavailable with room left: " + e);
            makeRoom();
            refused++;
        }
    }

    private ChronicleLog open() {
        Transcript again = new Transcript(LogPosition.START);
        ChronicleLog log = ChronicleLog.open(registry, options(), LogPosition.START, NO_RESERVE);
        log.catchUp(again);
        require(again.recorded().equals(seen.recorded()), "another history after opening again");
        require(log.recovery().isEmpty(), "a recovery");
        seen = again;
        return log;
    }

    private ChronicleLogOptions options() {
        return ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> now);
    }

    private void appendUntilRefused(ChronicleLog log) {
        while (true) {
            if (!files && random.nextInt(60) == 0) {
                now = now.plus(Duration.ofDays(1));
            }
            try {
                append(log, random.nextInt(50) == 0 ? 300 : 1 + random.nextInt(9));
            } catch (AppendFailedException e) {
                require(e.outcome() == Outcome.REFUSED, "not refused but " + e);
                require(String.valueOf(e.getMessage()).contains("there is no room for"), "unclear: " + e);
                refused++;
                return;
            }
        }
    }

    /** With any number of free pages a new log is begun or refused, never left half begun. */
    private void beginOthers() throws IOException {
        for (int pages = 0; pages < 12; pages++) {
            Path fresh = registry.resolveSibling("fresh-" + pages);
            Files.createDirectory(fresh);
            fill(pages * 4096L);
            if (isRefused(fresh)) {
                refused++;
            }
            makeRoom();
            require(
                    !isRefused(fresh),
                    "refused with room left: " + Files.getFileStore(fresh).getUsableSpace());
            require(Logs.read(fresh).pods().stream().allMatch("pod"::equals), "another event");
            delete(fresh);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private boolean isRefused(Path fresh) {
        try (ChronicleLog log = ChronicleLog.open(fresh, options(), LogPosition.START, NO_RESERVE)) {
            require(log.recovery().isEmpty(), "a recovery");
            Logs.append(log, "pod");
            return false;
        } catch (AppendFailedException | LogUnavailableException e) {
            String message = String.valueOf(e.getMessage());
            require(message.contains("no room for") || message.contains("no space left"), "unclear: " + e);
            return true;
        }
    }

    private void append(ChronicleLog log, int count) {
        Logs.append(log, seen, Collections.nCopies(count, "pod").toArray(String[]::new));
    }

    private void check() {
        List<Recorded> read = Logs.read(registry).recorded();
        require(
                read.equals(seen.recorded()),
                read.size() + " of " + seen.recorded().size() + " events are there");
    }

    private void fill(long left) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] page = new byte[4096];
            while (Files.getFileStore(registry.getParent()).getUsableSpace() > left) {
                out.write(page);
            }
        } catch (IOException e) {
            // Full to the last byte.
        }
    }

    /** More room on the disk, or a file that is not full yet. */
    private void makeRoom() throws IOException {
        Files.deleteIfExists(filler);
        if (files) {
            now = now.plus(Duration.ofDays(1));
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
