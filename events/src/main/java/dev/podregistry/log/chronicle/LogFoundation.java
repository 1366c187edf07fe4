package dev.podregistry.log.chronicle;

import dev.podregistry.event.Foundation;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.chronicle.disk.ChronicleRuntime;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.Moves;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.raw.FoundationSearch;
import dev.podregistry.log.chronicle.raw.RawDay;
import dev.podregistry.log.chronicle.raw.RawLog;
import dev.podregistry.log.chronicle.raw.RawRecord;
import dev.podregistry.log.chronicle.raw.Witness;
import dev.podregistry.log.chronicle.recovery.Leftover;
import dev.podregistry.log.chronicle.recovery.Rebuild;
import dev.podregistry.log.chronicle.recovery.Recovery;
import dev.podregistry.log.file.FoundationFiles;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.model.Actor;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogBusyException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets a log whose first events are lost go on from a snapshot of them, and only when told to.
 *
 * <p>The log is made anew with the events after the snapshot, byte for byte, and the snapshot beside them as their
 * {@linkplain Foundation foundation}; both take the place of the old files in one step. The files as they were found are
 * moved into the registry's quarantine, as {@link LogRepair} does, and the snapshots before that point with them.
 */
public final class LogFoundation {

    private static final EventCodec CODEC = new EventCodec();
    private static final int LOOKS = 5;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private final RegistryDirectory directory;
    private final Actor by;
    private final Instant now;

    private LogFoundation(RegistryDirectory directory, Actor by, Instant now) {
        this.directory = directory;
        this.by = by;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * What became, or would become, of a log.
     *
     * @param foundation what its history begins with
     * @param end where it ends
     * @param apart which of the events before can still be read, but are no part of the history: {@code #7 to #9}; empty
     *     for none
     * @param report what is wrong, and where the files were moved as they were found
     */
    public record Outcome(Foundation foundation, LogPosition end, String apart, RecoveryReport report) {}

    /**
     * {@return what going on from a snapshot would mean; empty when the log is not damaged}
     *
     * <p>Nothing is changed, and no lock is taken.
     *
     * @param registryDirectory the directory
     * @param by who would accept it
     * @param now when
     * @throws LogUnavailableException when there is no log, or no snapshot that it can go on from
     */
    public static Optional<Outcome> plan(Path registryDirectory, Actor by, Instant now) {
        ChronicleRuntime.require();
        LogFoundation foundation = new LogFoundation(RegistryDirectory.existing(registryDirectory), by, now);
        try {
            // A writer may be at work, and what is half written for a moment looks like damage.
            for (int look = 1; look < LOOKS && foundation.isDamaged() && foundation.search() == null; look++) {
                LockSupport.parkNanos(PAUSE);
            }
            return foundation.isDamaged() ? Optional.of(foundation.planned()) : Optional.empty();
        } catch (IOException e) {
            throw LogRepair.unavailable(registryDirectory, e);
        }
    }

    /**
     * {@return what was done; empty when the log is not damaged}
     *
     * @param registryDirectory the directory
     * @param lockTimeout how long to wait for the right to append
     * @param acceptedFileSystems as in {@link ChronicleLogOptions}
     * @param by who accepts it
     * @param now when
     * @throws LogUnavailableException when there is no log, or no snapshot that it can go on from; nothing was changed
     * @throws LogBusyException when the right to append could not be had in time
     */
    public static Optional<Outcome> run(
            Path registryDirectory, Duration lockTimeout, Set<String> acceptedFileSystems, Actor by, Instant now) {
        AtomicReference<@Nullable Outcome> done = new AtomicReference<>();
        LogRepair.locked(registryDirectory, lockTimeout, acceptedFileSystems, directory -> {
            done.set(apply(directory, by, now, Fsync.SYSTEM));
            return Optional.empty();
        });
        return Optional.ofNullable(done.get());
    }

    /** {@return what was done, null when there was nothing to do; for whoever has the lock} */
    static @Nullable Outcome apply(RegistryDirectory directory, Actor by, Instant now, Fsync fsync) throws IOException {
        new Leftover(directory, fsync).finish();
        LogFoundation foundation = new LogFoundation(directory, by, now);
        return foundation.isDamaged() ? foundation.apply(fsync) : null;
    }

    private boolean isDamaged() throws IOException {
        return damage() != null;
    }

    /** {@return what is wrong with the log, or null when nothing is that a loss of power does not explain} */
    private @Nullable DamagedLogException damage() throws IOException {
        try {
            RawLog.Findings findings = RawLog.read(directory.queue(), (day, transaction) -> {});
            return findings.isDamage() ? findings.exception(null) : null;
        } catch (DamagedLogException e) {
            return e;
        }
    }

    private @Nullable FoundationSearch search() throws IOException {
        return FoundationSearch.in(directory.queue());
    }

    private Outcome planned() throws IOException {
        DamagedLogException damage = damage();
        FoundationSearch found = search();
        if (damage == null || found == null) {
            throw new LogUnavailableException(
                    Reason.UNSUITABLE,
                    "nothing was changed: no snapshot in " + directory.root().resolve("snapshots")
                            + " is whole and has every later event of the log behind it; restore a backup, or see what"
                            + " pod-registry repair can keep",
                    damage);
        }
        Events before = events(found.position());
        String lost = before.lost() + ", as in " + Path.of(damage.file()).getFileName() + ": " + damage.defect();
        Foundation foundation = new Foundation(found.snapshot(), before.time(), now, by, lost);
        RawLog.Findings behind = found.behind();
        RecoveryReport torn = Recovery.report(behind, directory.queue(), null);
        RecoveryReport report = new RecoveryReport(
                torn.time(),
                behind.end(),
                "the " + foundation.text() + (behind.isWhole() ? "" : "; " + torn.defect()),
                Path.of(damage.file()),
                0,
                torn.dropped(),
                null);
        return new Outcome(foundation, behind.end(), before.apart(), report);
    }

    private Outcome apply(Fsync fsync) throws IOException {
        Outcome planned = planned();
        Foundation foundation = planned.foundation();
        Path snapshot = SnapshotFiles.in(directory.root(), warning -> {}).file(foundation.sequence());
        RecoveryReport done = Rebuild.run(
                directory,
                planned.report(),
                fsync,
                fresh -> FoundationFiles.in(fresh)
                        .write(
                                snapshot,
                                foundation.position(),
                                foundation.time(),
                                foundation.accepted(),
                                foundation.by(),
                                foundation.lost()));
        Witness.of(directory.queue())
                .follow(
                        done.quarantine(),
                        done.kept().sequence(),
                        sequence -> sequence <= foundation.sequence(),
                        new Moves(fsync));
        return new Outcome(foundation, planned.end(), planned.apart(), done);
    }

    /**
     * The events up to the snapshot's.
     *
     * @param lost which of them cannot be read, in words
     * @param apart which can
     * @param time when the last was appended, or null when that one cannot be read
     */
    private record Events(
            String lost, String apart, @Nullable Instant time) {}

    private Events events(LogPosition last) throws IOException {
        BitSet readable = new BitSet();
        Instant[] time = new Instant[1];
        for (Path file : directory.days()) {
            try (RawDay day = RawDay.open(file)) {
                for (RawRecord record : day.salvage(0)) {
                    if (record.sequence() > 0 && record.sequence() <= last.sequence()) {
                        readable.set(Math.toIntExact(record.sequence()));
                    }
                    if (record.link().hash().equals(last.hash())) {
                        time[0] = CODEC.decode(record.link().line()).time();
                    }
                }
            }
        }
        BitSet lost = new BitSet();
        lost.set(1, Math.toIntExact(last.sequence()) + 1);
        lost.andNot(readable);
        boolean none = lost.isEmpty();
        return new Events(
                none ? "no event is lost" : ranges(lost) + (lost.cardinality() == 1 ? " is lost" : " are lost"),
                ranges(readable),
                time[0]);
    }

    private static String ranges(BitSet sequences) {
        List<String> ranges = new ArrayList<>();
        for (int from = sequences.nextSetBit(0); from >= 0; ) {
            int end = sequences.nextClearBit(from);
            ranges.add("#" + from + (end - from == 1 ? "" : " to #" + (end - 1)));
            from = sequences.nextSetBit(end);
        }
        return String.join(", ", ranges);
    }
}
