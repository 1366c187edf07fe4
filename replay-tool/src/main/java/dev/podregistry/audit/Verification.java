package dev.podregistry.audit;

import dev.podregistry.audit.Check.Finding;
import dev.podregistry.audit.Check.Status;
import dev.podregistry.audit.Check.Subject;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.Recorded;
import dev.podregistry.event.Snapshot;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.DoubleClaim;
import dev.podregistry.table.ImpossibleHistoryException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks a whole history, event by event, and reports what was checked and what was found.
 *
 * <p>It trusts nobody: hashes are computed again from what is stored, every event is applied to the table before it, and
 * after every event the paths it touched are searched for two writers by the definition, not by the conflict check that
 * decided it. What cannot be checked after a defect is reported as not checked; the rest goes on.
 */
public final class Verification implements Consumer<Recorded> {

    private static final int FINDINGS_KEPT = 20;

    private final List<Finding> chain = new ArrayList<>();
    private final List<Finding> history = new ArrayList<>();
    private final List<Finding> writers = new ArrayList<>();
    private final List<Finding> clock = new ArrayList<>();
    private final SnapshotAudit snapshots;
    private final @Nullable Continuity continuity;
    private final List<Watcher> watchers;
    private final Lineage lineage = new Lineage();
    private AllocationTable table = AllocationTable.EMPTY;
    private Outset outset = Outset.NOTHING;
    private Point end = Point.START;
    private boolean whole = true;

    /** Creates a verification of a history alone. */
    public Verification() {
        this(List.of(), null);
    }

    /**
     * Creates a verification.
     *
     * @param snapshots the sequences of the snapshots that will be compared
     * @param against what the log must go on from, or null
     * @param watchers see every step up to the first event that could not have happened
     */
    public Verification(Collection<Long> snapshots, @Nullable Checkpoint against, Watcher... watchers) {
        this.watchers = List.of(watchers);
        this.snapshots = new SnapshotAudit(snapshots);
        this.continuity = against == null ? null : new Continuity(against);
    }

    /** Takes where the history begins; before the first event, if at all. */
    public void begin(Outset from) {
        outset = from;
        end = from.at();
        table = from.table();
        lineage.begin(from);
        snapshots.begin(from);
        if (continuity != null) {
            continuity.begin(from);
        }
        watchers.forEach(watcher -> watcher.begin(from, lineage));
    }

    @Override
    public void accept(Recorded next) {
        checkLink(next);
        checkClock(next);
        snapshots.event(next);
        if (continuity != null) {
            continuity.accept(next);
        }
        if (history.isEmpty()) {
            evolve(next);
        }
        end = Point.after(next);
    }

    /**
     * Notes that the log could not be read any further.
     *
     * @param sequence the first event that cannot be trusted
     * @param defect what is wrong with it
     */
    public void stoppedAt(long sequence, String defect) {
        whole = false;
        add(chain, sequence, defect);
    }

    /**
     * Compares a snapshot with the table that the events lead to. To be called when all events have been taken.
     *
     * @param sequence one of the sequences that the verification was made with
     * @param snapshot what is kept as the snapshot of that sequence
     */
    public void compare(long sequence, Snapshot snapshot) {
        snapshots.compare(sequence, snapshot);
    }

    /** Takes note that what is kept as the snapshot of {@code sequence} cannot be used. */
    public void unusable(long sequence, String defect) {
        snapshots.unusable(sequence, defect);
    }

    private void checkLink(Recorded next) {
        if (next.sequence() != end.sequence() + 1) {
            add(chain, next.sequence(), "follows #" + end.sequence());
        }
        if (!next.previous().equals(end.hash())) {
            add(chain, next.sequence(), "builds on the hash " + next.previous() + ", not on that of the event before");
        }
        if (!next.previous()
                .next(next.stored().getBytes(StandardCharsets.UTF_8))
                .equals(next.hash())) {
            add(chain, next.sequence(), "its stored text has another hash than " + next.hash());
        }
    }

    private void checkClock(Recorded next) {
        if (end.time() != null && next.time().isBefore(end.time())) {
            add(
                    clock,
                    next.sequence(),
                    "is stamped " + next.time() + ", before #" + end.sequence() + " of " + end.time());
        }
    }

    private void evolve(Recorded next) {
        AllocationTable before = table;
        try {
            table = before.evolve(next);
        } catch (ImpossibleHistoryException e) {
            add(history, next.sequence(), e.getMessage());
            return;
        }
        snapshots.table(table);
        List<PodName> touched = new ArrayList<>();
        if (next.event().pod() != null) {
            touched.add(next.event().pod());
        }
        if (next.event() instanceof Event.Reclaimed reclaimed && reclaimed.cause() instanceof TakenBack taken) {
            touched.add(taken.parent());
        }
        touched.stream()
                .flatMap(pod -> Stream.of(before, table).map(t -> t.find(pod)))
                .flatMap(Stream::ofNullable)
                .flatMap(Allocation::writeRules)
                .distinct()
                .forEach(this::checkWriters);
        Step step = new Step(next, before, table);
        lineage.take(step);
        watchers.forEach(watcher -> watcher.watch(step, lineage));
    }

    private void checkWriters(ScopeRule region) {
        DoubleClaim claim = table.doubleClaim(region);
        if (claim != null) {
            add(
                    writers,
                    table.sequence(),
                    claim.place() + " has two writers: " + claim.older().pod() + " and "
                            + claim.newer().pod());
        }
    }

    private static void add(List<Finding> findings, long sequence, @Nullable String text) {
        Finding finding = new Finding(sequence, text == null ? "" : text);
        if (findings.size() < FINDINGS_KEPT && !findings.contains(finding)) {
            findings.add(finding);
        }
    }

    /** {@return what was checked and found so far; the whole table is searched for two writers once more} */
    public Report report() {
        if (history.isEmpty()) {
            checkWriters(ScopeRule.write(ScopePath.ROOT.value()));
        }
        long tableAt = table.sequence();
        return new Report(
                outset,
                end,
                List.of(
                        check(Subject.CHAIN, chain, end.sequence()),
                        check(Subject.HISTORY, history, tableAt),
                        check(Subject.WRITERS, writers, tableAt),
                        new Check(
                                Subject.CLOCK,
                                clock.isEmpty() ? Status.OK : Status.NOTE,
                                end.sequence(),
                                List.copyOf(clock)),
                        snapshots.check()),
                continuity == null ? null : continuity.result(whole));
    }

    private static Check check(Subject subject, List<Finding> findings, long upTo) {
        return new Check(subject, findings.isEmpty() ? Status.OK : Status.FAILED, upTo, findings);
    }
}
