package dev.podregistry.table;

import dev.podregistry.event.Done;
import dev.podregistry.event.Epochs;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.Recorded;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.Conflict;
import dev.podregistry.model.Limit;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All live allocations in order of creation, as they are once the events up to a sequence have happened.
 *
 * <p>Immutable, so any thread may read any table at any time. Two tables that were reached through the same events, on
 * whatever way, are equal.
 */
public final class AllocationTable {

    /** The table before the first event. */
    public static final AllocationTable EMPTY =
            new AllocationTable(0, true, Rows.NONE, PathIndex.EMPTY, RecentCommands.NONE, Epochs.NONE);

    /** In place of a holder. */
    private static final long NOT_ASKED = -1;

    private final long sequence;
    private final boolean importing;
    private final Rows rows;
    private final PathIndex paths;
    private final RecentCommands recent;
    private final Epochs epochs;

    AllocationTable(
            long sequence, boolean importing, Rows rows, PathIndex paths, RecentCommands recent, Epochs epochs) {
        this.sequence = sequence;
        this.importing = importing;
        this.rows = rows;
        this.paths = paths;
        this.recent = recent;
        this.epochs = epochs;
    }

    /** {@return the sequence of the last event the table contains, 0 for none} */
    public long sequence() {
        return sequence;
    }

    /**
     * {@return the table after one more event of the log}
     *
     * @throws ImpossibleHistoryException when no registry could have decided {@code next} on this table
     */
    public AllocationTable evolve(Recorded next) {
        if (next.sequence() != sequence + 1) {
            throw new ImpossibleHistoryException(next.sequence(), next.event(), "the table stands at #" + sequence);
        }
        AllocationTable evolved = evolve(next.event());
        PodName owner =
                next.event() instanceof Event.Reclaimed reclaimed && reclaimed.cause() instanceof TakenBack taken
                        ? taken.parent()
                        : next.event().pod();
        if (owner == null || !Evolution.isOwnEventOfItsCommand(next.event())) {
            return evolved;
        }
        CommandId command = next.origin().command();
        // Only an import leads to more than one event of its own, and no single token stands for it.
        Token token = find(command) == null ? token(evolved, owner) : null;
        return evolved.with(new Done(command, next.sequence(), next.event(), token));
    }

    private @Nullable Token token(AllocationTable evolved, PodName pod) {
        Allocation after = evolved.find(pod);
        Allocation row = after == null ? find(pod) : after;
        return row == null ? null : row.token();
    }

    /**
     * {@return the table as it would be if {@code event} happened next}
     *
     * @throws ImpossibleHistoryException when no registry could have decided {@code event} on this table
     */
    public AllocationTable evolve(Event event) {
        return event.accept(new Evolution(this, event));
    }

    AllocationTable next(Rows newRows, PathIndex newPaths, boolean imported) {
        return new AllocationTable(sequence + 1, importing && imported, newRows, newPaths, recent, epochs);
    }

    AllocationTable at(Rows newRows, PathIndex newPaths) {
        return new AllocationTable(sequence, importing, newRows, newPaths, recent, epochs);
    }

    private AllocationTable with(Done done) {
        return new AllocationTable(sequence, importing, rows, paths, recent.plus(done), epochs);
    }

    AllocationTable restored(long epoch) {
        Epochs more = epochs.plus(new Epochs.Epoch(sequence + 1, epoch));
        return new AllocationTable(sequence + 1, false, rows, paths, recent, more);
    }

    /** {@return the restores from backups so far, by which tokens are numbered} */
    public Epochs epochs() {
        return epochs;
    }

    Rows rows() {
        return rows;
    }

    PathIndex paths() {
        return paths;
    }

    /** {@return whether nothing but the import of an older table has happened so far} */
    public boolean isImporting() {
        return importing;
    }

    /** {@return the allocations in order of creation} */
    public List<Allocation> allocations() {
        return rows.all();
    }

    /** {@return how many pods are live} */
    public int size() {
        return rows.size();
    }

    /** {@return the live pod's allocation, or null} */
    public @Nullable Allocation find(PodName pod) {
        return rows.find(pod);
    }

    /** {@return the allocation of the live pod that writes the segment, or null} */
    public @Nullable Allocation findBySegment(SegmentId segment) {
        return rows.findBySegment(segment);
    }

    /** {@return the pods that the live pod has delegated to or inherited, in table order} */
    public List<Allocation> children(PodName pod) {
        Allocation parent = find(pod);
        return parent == null ? List.of() : rows.children(parent.created());
    }

    /** {@return the top-level pods, in table order} */
    public List<Allocation> roots() {
        return rows.roots();
    }

    /** {@return the live pod and the pods above it, from itself to its root; empty when it is not live} */
    public List<Allocation> chain(PodName pod) {
        List<Allocation> chain = new ArrayList<>();
        for (Allocation a = find(pod); a != null; a = a.delegatedFrom() == null ? null : find(a.delegatedFrom())) {
            chain.add(a);
        }
        return chain;
    }

    /** {@return whether a child of the live pod {@code spawner} would be deeper than {@link Limit#DEPTH} allows} */
    public boolean isDeepest(PodName spawner) {
        return rows.isDeepest(get(spawner).created());
    }

    /** {@return the processes that live pods live in, each once, in the order of their oldest pods} */
    public List<ProcessIdentity> processes() {
        return rows.processes();
    }

    /** {@return the pods of the processes that {@code wanted} is true of, in table order; it is asked once of each} */
    public List<Allocation> podsIn(Predicate<ProcessIdentity> wanted) {
        return rows.podsIn(wanted);
    }

    /** {@return the pods that live in {@code process}, in table order} */
    public List<Allocation> podsOf(ProcessIdentity process) {
        return rows.podsOf(process);
    }

    /** {@return what a recent command has led to, or null when it appended nothing or is forgotten} */
    public @Nullable Done find(CommandId command) {
        return recent.find(command);
    }

    /** {@return the pod that may write {@code path} now, or null} */
    public @Nullable Allocation holderOf(ScopePath path) {
        return row(paths.claimersOf(path).holder());
    }

    private @Nullable Allocation row(long pod) {
        return pod == Claimers.NOBODY ? null : rows.get(pod);
    }

    /** {@return who holds {@code target} and what is below it, or null when no live rule that matters for writing is about it} */
    public @Nullable Holders holdersAt(ScopePath target) {
        return paths.holdersAt(target);
    }

    /**
     * Shows a visitor every target of live rules, those that matter for writing, that {@code region} covers.
     *
     * <p>They come in no particular order; the cost follows the rules that overlap {@code region}.
     */
    public void scanTargets(ScopeRule region, BiConsumer<ScopePath, Holders> visitor) {
        paths.scanTargets(region, visitor);
    }

    /**
     * {@return what the live pod may do at {@code path} now, or null for nothing}
     *
     * <p>A path that the pod has lent out it may still read.
     */
    public @Nullable Permission permissionAt(PodName pod, ScopePath path) {
        Allocation holder = holderOf(path);
        if (holder != null && holder.pod().equals(pod)) {
            return Permission.WRITE;
        }
        Allocation allocation = find(pod);
        Permission permission = allocation == null ? null : allocation.scope().permissionAt(path);
        return permission == Permission.WRITE ? Permission.READ : permission;
    }

    /** {@return whether the live pod holds every path that {@code rule} covers, and so may write it, whatever its permission} */
    public boolean mayWrite(PodName pod, ScopeRule rule) {
        Allocation holder = row(soleHolder(paths, rule));
        return holder != null && holder.pod().equals(pod);
    }

    /**
     * {@return whether the live pod's own rules let it read every path that {@code rule} covers, lent out or not, whatever
     * the rule's permission}
     */
    public boolean mayRead(PodName pod, ScopeRule rule) {
        Allocation allocation = find(pod);
        if (allocation == null) {
            return false;
        }
        long self = allocation.created();
        return soleHolder(PathIndex.EMPTY.with(self, allocation.scope().asIfForWriting()), rule) == self;
    }

    /** {@return the pod that holds every path of {@code region}, {@link Claimers#NOBODY} if there is none} */
    private static long soleHolder(PathIndex index, ScopeRule region) {
        long[] sole = {NOT_ASKED};
        index.scan(region, (place, claimers) -> {
            long holder = claimers.holder();
            boolean isSole = sole[0] == NOT_ASKED || sole[0] == holder;
            sole[0] = isSole ? holder : Claimers.NOBODY;
            return sole[0] != Claimers.NOBODY;
        });
        return sole[0];
    }

    /** {@return whether the live pod holds some path of {@code region}, a rule for writing} */
    public boolean holdsAny(PodName pod, ScopeRule region) {
        long self = get(pod).created();
        boolean[] found = {false};
        paths.scan(region, (place, claimers) -> {
            found[0] = claimers.holder() == self;
            return !found[0];
        });
        return found[0];
    }

    /**
     * {@return every pod that holds a path of {@code rule}, in the order in which competitors are named: the
     * delegation forest, roots and children in table order, children before their parent}
     *
     * @param rule covers the paths; a rule for reading conflicts with nobody
     * @param deny rules whose paths are left out
     * @param exempt pods that do not count
     */
    public List<Conflict> conflicts(ScopeRule rule, List<ScopeRule> deny, List<PodName> exempt) {
        Set<Long> spared = exempt.stream()
                .map(this::find)
                .flatMap(Stream::ofNullable)
                .map(Allocation::created)
                .collect(Collectors.toSet());
        return new Competition(rows, asked(deny), rule, spared::contains).all();
    }

    /** {@return the first pod in that order that holds a path of {@code rule} and is not the live pod {@code exempt}, or null} */
    public @Nullable Conflict firstConflict(ScopeRule rule, PodName exempt) {
        long spared = get(exempt).created();
        return new Competition(rows, paths, rule, holder -> holder == spared).first();
    }

    /**
     * {@return the first pod in that order that holds a path of {@code rule} and is neither the live pod {@code pod} nor
     * above it, or null}
     */
    public @Nullable Conflict firstConflictOutsideLine(ScopeRule rule, PodName pod) {
        long self = get(pod).created();
        return new Competition(rows, paths, rule, holder -> rows.isAbove(holder, self)).first();
    }

    /** {@return the first of {@code rules}, without the paths of {@code deny}, that a pod holds a path of, or null} */
    public @Nullable Contest firstContest(List<ScopeRule> rules, List<ScopeRule> deny) {
        return firstContest(rules, deny, Competition.HEAD_START);
    }

    @Nullable
    Contest firstContest(List<ScopeRule> rules, List<ScopeRule> deny, int headStart) {
        PathIndex asked = asked(deny);
        for (ScopeRule rule : rules) {
            Conflict conflict = new Competition(rows, asked, rule, holder -> false).first(headStart);
            if (conflict != null) {
                return new Contest(rule, conflict);
            }
        }
        return null;
    }

    private PathIndex asked(List<ScopeRule> deny) {
        return paths.withDenies(Competition.ASKER, deny);
    }

    /**
     * {@return two live pods that both hold a path of {@code region}, or null as it should be}
     *
     * <p>It rests on the definition alone: the claimers of a path must form a chain in the delegation tree.
     */
    public @Nullable DoubleClaim doubleClaim(ScopeRule region) {
        List<DoubleClaim> found = new ArrayList<>();
        paths.scan(region, (place, claimers) -> {
            List<Long> chain = claimers.all();
            for (int i = 1; i < chain.size() && found.isEmpty(); i++) {
                if (!rows.isAbove(chain.get(i), chain.get(i - 1))) {
                    found.add(new DoubleClaim(place.get(), rows.get(chain.get(i)), rows.get(chain.get(i - 1))));
                }
            }
            return found.isEmpty();
        });
        return found.isEmpty() ? null : found.get(0);
    }

    /**
     * {@return whether {@code parent} may take back the scope of the live pod {@code child}}
     *
     * <p>It delegated the child, or the child is top-level, as after a restore, and each of its WRITE rules is covered by
     * one WRITE allow rule of the parent.
     */
    public boolean mayTakeBack(PodName parent, PodName child) {
        Allocation taker = get(parent);
        Allocation taken = get(child);
        if (taken.delegatedFrom() != null || parent.equals(child)) {
            return parent.equals(taken.delegatedFrom());
        }
        return taken.writeRules().allMatch(rule -> taker.writeRules().anyMatch(own -> own.coversAll(rule)));
    }

    /**
     * {@return what the live pod {@code parent} would get back of {@code rules} once {@code child} is gone}
     *
     * @param child live or not
     * @param rules what was lent out
     */
    public TakeBack takeBack(PodName parent, PodName child, List<ScopeRule> rules) {
        AllocationTable rest = find(child) == null ? this : evolve(new Event.Released(child));
        return TakeBack.of(rest, rest.get(parent), rules);
    }

    Allocation get(PodName pod) {
        Allocation allocation = find(pod);
        if (allocation == null) {
            throw new IllegalArgumentException("pod " + pod + " is not live; ask about one that is");
        }
        return allocation;
    }

    /** {@return the table that {@code snapshot} was taken of} */
    public static AllocationTable of(TableSnapshot snapshot) {
        Rows rows = Rows.NONE;
        PathIndex paths = PathIndex.EMPTY;
        for (Allocation allocation : snapshot.allocations()) {
            rows = rows.with(allocation);
            paths = paths.with(allocation.created(), allocation.scope());
        }
        RecentCommands recent = RecentCommands.NONE;
        for (Done done : snapshot.recentCommands()) {
            recent = recent.plus(done);
        }
        return new AllocationTable(snapshot.sequence(), snapshot.importing(), rows, paths, recent, snapshot.epochs());
    }

    /** {@return everything a later replay needs to go on from here} */
    public TableSnapshot snapshot() {
        return new TableSnapshot(sequence, importing, allocations(), recent.all(), epochs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AllocationTable table && snapshot().equals(table.snapshot());
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sequence);
    }

    @Override
    public String toString() {
        return "table at #" + sequence + " with " + size() + " pods";
    }
}
