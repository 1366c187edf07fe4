package dev.podregistry.log.chronicle.recovery;

import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.raw.RawDay;
import dev.podregistry.log.chronicle.raw.RawLog;
import dev.podregistry.log.chronicle.raw.RawRecord;
import dev.podregistry.log.file.FoundationFiles;
import dev.podregistry.model.DamagedLogException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a rebuilt queue holds, all of it or the part that was written, held against another queue.
 *
 * @param first the point that it begins after
 * @param findings what can be read of it
 */
record Rebuilt(LogPosition first, RawLog.Findings findings) {

    /** {@return what a queue holds, or null when it has no event, nor a foundation that is whole} */
    static @Nullable Rebuilt in(Path queue) throws IOException {
        try {
            LogPosition first = FoundationFiles.in(queue).first();
            Rebuilt rebuilt = new Rebuilt(first, RawLog.read(queue, (day, transaction) -> {}));
            return rebuilt.isNothing() ? null : rebuilt;
        } catch (DamagedLogException e) {
            if (RegistryDirectory.days(queue).isEmpty()) {
                return null;
            }
            throw e;
        }
    }

    private boolean isNothing() {
        return readable().equals(Set.of(LogPosition.START));
    }

    /** {@return where its history ends, and every event behind that which can be read though no history leads to it} */
    private Set<LogPosition> readable() {
        Set<LogPosition> readable = new HashSet<>(Set.of(end()));
        RawLog.Break broken = findings.broken();
        if (broken != null) {
            broken.dropped().forEach(record -> readable.add(position(record)));
        }
        return readable;
    }

    private static LogPosition position(RawRecord record) {
        return new LogPosition(record.sequence(), record.link().hash());
    }

    LogPosition end() {
        return findings.end();
    }

    /** {@return whether another queue can be read from its beginning through all that this one holds} */
    boolean isIn(Path other) throws IOException {
        Set<LogPosition> missing = readable();
        missing.add(first);
        try {
            FoundationFiles foundation = FoundationFiles.in(other);
            foundation.read();
            missing.remove(foundation.first());
            RawLog.read(other, removing(missing));
        } catch (DamagedLogException e) {
            return false;
        }
        return missing.isEmpty();
    }

    /** {@return whether another queue can be read from where this one begins through all of its events, whatever lies before} */
    boolean hasEventsIn(Path other) throws IOException {
        Set<LogPosition> missing = readable();
        missing.remove(first);
        RawLog.readAfter(other, first, removing(missing));
        return missing.isEmpty();
    }

    private static RawLog.Sink removing(Set<LogPosition> missing) {
        return (day, transaction) -> transaction.forEach(record -> missing.remove(position(record)));
    }

    /** {@return whether this one holds every readable event of another queue, those aside that were dropped} */
    boolean hasAllOf(Path other, List<RecoveryReport.Dropped> dropped) throws IOException {
        Set<String> lines = dropped.stream().map(RecoveryReport.Dropped::stored).collect(Collectors.toSet());
        Set<Hash> held = new HashSet<>();
        RawLog.read(
                findings.queue(),
                (day, transaction) ->
                        transaction.forEach(record -> held.add(record.link().hash())));
        boolean all = true;
        for (Path file : RegistryDirectory.days(other)) {
            try (RawDay day = RawDay.open(file)) {
                all &= day.salvage(0).stream()
                        .allMatch(record -> held.contains(record.link().hash())
                                || lines.contains(record.link().line()));
            }
        }
        return all;
    }
}
