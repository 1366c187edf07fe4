package dev.podregistry.api;

import dev.podregistry.api.RegistryCore.Decided;
import dev.podregistry.decide.Answer;
import dev.podregistry.decide.Command;
import dev.podregistry.decide.Decider;
import dev.podregistry.decide.ScopeRequest;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.Conflict;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.LogBusyException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.OutcomeUnknownException;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.RegistryException;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import dev.podregistry.model.UnusableRegistryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Decides and records which pod may write which part of a file tree.
 *
 * <p>Any number of processes may open one directory; what one is granted, all others see. Thread-safe, also for virtual
 * threads. A command decides on everything that was granted before it, anywhere, and when it returns, its events are as
 * durable as {@link RegistryOptions#durability} says. A refused command is an {@link Outcome.Refused}, not an exception.
 *
 * <p>Every call is a command of its own, with a fresh id, unless the caller sets the id. One that comes again under its id
 * is not carried out again: if it asks for the same in every part, and what it was given still stands, it gets its first
 * answer, as an {@linkplain Outcome#isEcho echo}; else it is refused. Of all commands that led to an event, the last 1,024
 * are remembered.
 *
 * <p>Every command may throw a {@link RegistryException}:
 *
 * <ul>
 *   <li>{@link LogBusyException}: its turn did not come in time; nothing happened;
 *   <li>{@link AppendFailedException}: the log refused its events; nothing happened;
 *   <li>{@link OutcomeUnknownException}: whether it was carried out is not known; repeat it with the same id;
 *   <li>{@link LogUnavailableException}: the log cannot be read; nothing happened;
 *   <li>{@link DamagedLogException}, {@link UnusableRegistryException}: the log cannot be trusted; nothing happened.
 * </ul>
 *
 * <p>or an {@link IllegalStateException} when the registry is closed.
 *
 * <p>Closing a registry releases no pod.
 */
public final class PodRegistry implements AutoCloseable {

    private final RegistryCore core;
    private final RegistryOptions options;
    private final Targets targets;
    private final Optional<Recovery> recovery;
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    PodRegistry(RegistryCore core, RegistryOptions options, Optional<Recovery> recovery, Runnable whenClosed) {
        this.core = core;
        this.options = options;
        this.recovery = recovery;
        this.targets = new Targets(options.paths());
        this.whenClosed = whenClosed;
    }

    /** {@return the registry in {@code directory}, opened as {@link #open(Path, RegistryOptions)} with the defaults} */
    public static PodRegistry open(Path directory) {
        return open(directory, RegistryOptions.defaults());
    }

    /**
     * {@return the registry in {@code directory}, which is created when it is missing}
     *
     * <p>A directory may be opened as often as one likes; in one JVM all of them share one log.
     *
     * @throws LogUnavailableException when the log cannot be opened: a file in the way, JVM flags that are missing, or
     *     no registry there though it {@linkplain RegistryOptions#mustExist must exist}
     * @throws DamagedLogException when the log does not hold what was once appended
     * @throws UnusableRegistryException when the log holds an event that no registry could have decided
     * @throws IllegalStateException when it is open in this JVM with another durability, lock time-out, clock or snapshots
     */
    public static PodRegistry open(Path directory, RegistryOptions options) {
        return OpenDirectories.open(directory, options);
    }

    /** {@return the registry in {@code directory} for questions only, as {@link #openReadOnly(Path, RegistryOptions)}} */
    public static ReadOnlyRegistry openReadOnly(Path directory) {
        return openReadOnly(directory, RegistryOptions.defaults());
    }

    /**
     * {@return the registry in {@code directory} for questions only; nothing in the directory is created or changed}
     *
     * @param options of these, only the path policy means anything to it
     * @throws LogUnavailableException when there is no registry, or its log cannot be read
     * @throws DamagedLogException when the log does not hold what was once appended
     */
    public static ReadOnlyRegistry openReadOnly(Path directory, RegistryOptions options) {
        return ReadOnlyRegistry.open(directory, options);
    }

    /**
     * {@return an empty registry in memory, gone when it is closed}
     *
     * <p>For tests, and for embedding without a disk: other processes do not see it, and nothing is durable. Durability,
     * lock time-out and snapshots mean nothing to it.
     */
    public static PodRegistry inMemory(RegistryOptions options) {
        return over(new MemoryLog(options.clock()).open(LogPosition.START), options);
    }

    /**
     * {@return a registry on {@code log}, which is closed with it}
     *
     * <p>For tests, and for embedding without a disk. The log's handle must be one that has not folded anything yet, from
     * the start of the log; durability, lock time-out and clock are the log's own.
     */
    public static PodRegistry over(EventLog log, RegistryOptions options) {
        RegistryCore core = RegistryCore.over(log);
        return new PodRegistry(core, options, Optional.empty(), core::close);
    }

    /**
     * {@return what had to be set aside when this JVM opened the directory, because a loss of power or an interrupted
     * recovery had left it behind; empty when the log was found as its writers had left it}
     *
     * <p>Nothing of it was acknowledged under {@code SYNC}. It is also a warning of the {@code System.Logger} named {@code
     * dev.podregistry}, and lies in the registry's {@code quarantine}.
     */
    public Optional<Recovery> recovery() {
        return recovery;
    }

    /** {@return the handle of the new top-level pod} */
    public Outcome<PodHandle> register(RegisterRequest request) {
        CommandId id = orFresh(request.id());
        Command command = new Command.Register(
                request.pod(),
                orCurrent(request.process()),
                request.socket(),
                targets.request(request.scope()),
                orFresh(request.segment(), id));
        return execute(command, id).map(this::handle);
    }

    /**
     * Reserves an allocation for a child of {@code spawner}, whoever its owner is.
     *
     * @return the reservation's handle
     * @see PodHandle#delegate
     */
    public Outcome<PodHandle> delegate(PodName spawner, DelegateRequest request) {
        return delegate(spawner, null, request);
    }

    Outcome<PodHandle> delegate(PodName spawner, @Nullable Token token, DelegateRequest request) {
        TargetScope authority = request.authority();
        Command command = new Command.Delegate(
                spawner,
                request.child(),
                request.process(),
                request.socket(),
                targets.requests(
                        request.allow(),
                        new TargetScope(request.allow(), authority == null ? List.of() : authority.deny())),
                authority == null ? null : targets.request(authority),
                token);
        return execute(command, orFresh(request.id())).map(this::handle);
    }

    /** {@return the handle of the reserved pod's new owner} */
    public Outcome<PodHandle> adopt(AdoptRequest request) {
        CommandId id = orFresh(request.id());
        Command command = new Command.Adopt(
                request.pod(), orCurrent(request.process()), orFresh(request.segment(), id), request.token());
        return execute(command, id).map(this::handle);
    }

    /** {@return the handle of the live pod, whoever its owner is, once it writes {@code segment}} */
    public Outcome<PodHandle> changeSegment(PodName pod, SegmentId segment) {
        return changeSegment(pod, segment, null, CommandId.random());
    }

    /**
     * Lets a live pod write another session log.
     *
     * @param token the token the caller knows, or null not to check
     * @return the pod's handle
     */
    public Outcome<PodHandle> changeSegment(PodName pod, SegmentId segment, @Nullable Token token, CommandId id) {
        return execute(new Command.ChangeSegment(pod, segment, token), id).map(this::handle);
    }

    /** {@return the live pod that gave its allocation up, whoever its owner was} */
    public Outcome<PodName> release(PodName pod) {
        return release(pod, null, CommandId.random());
    }

    /**
     * Gives a live pod's allocation up; its children move to the pod above it.
     *
     * @param token the token the caller knows, or null not to check
     * @return the pod
     */
    public Outcome<PodName> release(PodName pod, @Nullable Token token, CommandId id) {
        return execute(new Command.Release(pod, token), id).map(answer -> pod);
    }

    /** {@return what came back, as {@link #reclaimDelegated(PodName, PodName, List, CommandId)} with a fresh id} */
    public Outcome<Returned> reclaimDelegated(PodName parent, PodName child, List<TargetRule> scope) {
        return reclaimDelegated(parent, child, scope, CommandId.random());
    }

    /**
     * Takes a child's delegated scope back: the child, if live, loses its allocation, and of the parent's deny rules one
     * layer goes for each WRITE rule of {@code scope}, unless another pod has taken a path of it.
     *
     * @param scope what was lent out
     * @return what came back and what was withheld
     */
    public Outcome<Returned> reclaimDelegated(PodName parent, PodName child, List<TargetRule> scope, CommandId id) {
        return execute(
                        new Command.ReclaimDelegated(
                                parent, child, targets.requests(scope, new TargetScope(scope, List.of()))),
                        id)
                .map(Answer.TakenBack.class::cast)
                .map(back -> new Returned(back.restored(), back.withheld()));
    }

    /** {@return the pods whose processes were dead, in order of creation, reclaimed now} */
    public Outcome.Granted<List<PodName>> reclaimStale() {
        return granted(execute(new Command.ReclaimStale(), CommandId.random()))
                .map(answer -> ((Answer.Reclaimed) answer).pods());
    }

    /** {@return the allocation of the live pod that writes {@code segment}, once pods of dead processes are reclaimed} */
    public Outcome.Granted<Optional<Allocation>> lookupSegment(SegmentId segment) {
        return granted(execute(new Command.LookupSegment(segment), CommandId.random()))
                .map(answer -> Optional.ofNullable(((Answer.Found) answer).holder()));
    }

    /** {@return how many pods were taken over, as {@link #importTable(List, CommandId)} with a fresh id} */
    public Outcome<Integer> importTable(List<ImportedPod> pods) {
        return importTable(pods, CommandId.random());
    }

    /**
     * Takes over the allocations of another registry, all or none, into one whose log is empty.
     *
     * @param pods the pods in order of creation; their paths are made canonical as those of any command
     * @return how many
     */
    public Outcome<Integer> importTable(List<ImportedPod> pods, CommandId id) {
        List<ImportedPod> canonical = new ArrayList<>(pods.size());
        for (ImportedPod pod : pods) {
            ScopeRequest scope = targets.request(pod.scope());
            RuleRequest.Invalid invalid = scope.firstInvalid();
            if (invalid != null) {
                Refusal refusal =
                        new Refusal.ImportRefused(canonical.size(), pod.pod(), new Refusal.InvalidScope(invalid));
                return new Outcome.Refused<>(refusal, view().sequence());
            }
            canonical.add(Targets.with(scope, pod));
        }
        return execute(new Command.Import(canonical), id).map(answer -> ((Answer.Imported) answer).pods());
    }

    /**
     * {@return a handle for the owner of {@code pod} whose token is {@code token}}
     *
     * <p>For an owner that lost its handle, or learned of its token elsewhere. Nothing is checked before the handle is
     * used.
     */
    public PodHandle handle(PodName pod, Token token) {
        return new PodHandle(this, pod, token);
    }

    /**
     * {@return what is known now, with everything that anybody has appended so far}
     *
     * <p>It takes no lock that another process could hold, and reclaims nothing.
     */
    public RegistryView view() {
        checkOpen();
        return new RegistryView(core.current(), targets);
    }

    /** {@return who may write {@code path} now, as {@link RegistryView#holderOf}} */
    public Optional<Holding> holderOf(String path) {
        return view().holderOf(path);
    }

    /** {@return who may write {@code path} now, as {@link RegistryView#holderOf}} */
    public Optional<Holding> holderOf(Path path) {
        return view().holderOf(path);
    }

    /** {@return what the pod may do at {@code path} now, as {@link RegistryView#permissionAt}} */
    public Optional<Permission> permissionAt(PodName pod, String path) {
        return view().permissionAt(pod, path);
    }

    /** {@return what the pod may do at {@code path} now, as {@link RegistryView#permissionAt}} */
    public Optional<Permission> permissionAt(PodName pod, Path path) {
        return view().permissionAt(pod, path);
    }

    /** {@return whether the pod may write all of {@code rule} now, as {@link RegistryView#mayWrite}} */
    public boolean mayWrite(PodName pod, TargetRule rule) {
        return view().mayWrite(pod, rule);
    }

    /** {@return whether the pod may read all of {@code rule} now, as {@link RegistryView#mayRead}} */
    public boolean mayRead(PodName pod, TargetRule rule) {
        return view().mayRead(pod, rule);
    }

    /** {@return who holds a path of {@code rule} now, as {@link RegistryView#conflicts}} */
    public List<Conflict> conflicts(TargetRule rule, PodName... exempt) {
        return view().conflicts(rule, exempt);
    }

    /**
     * Waits for the commands under way if nobody else has the log open here, and gives it back. Idempotent.
     *
     * <p>No command waits for longer than its lock time-out.
     *
     * @throws IllegalStateException when called from within a command, as by a {@link Liveness}
     */
    @Override
    public void close() {
        core.checkOutside();
        if (closed.compareAndSet(false, true)) {
            whenClosed.run();
        }
    }

    boolean isClosed() {
        return closed.get();
    }

    private Outcome<Answer.Accepted> execute(Command command, CommandId id) {
        checkOpen();
        RememberedVerdicts verdicts = new RememberedVerdicts(options.liveness(), core::ownedSince);
        List<PodName> reclaimed = new ArrayList<>();
        Decided decided = decide(command, id, verdicts);
        while (decided.answer() instanceof Answer.Unfinished unfinished) {
            reclaimed.addAll(unfinished.reclaimed());
            decided = decide(command, id, verdicts);
        }
        if (decided.answer() instanceof Answer.Reclaimed last) {
            reclaimed.addAll(last.pods());
            return new Outcome.Granted<>(new Answer.Reclaimed(reclaimed), decided.sequence());
        }
        return decided.answer() instanceof Answer.Refused refused
                ? new Outcome.Refused<>(refused.refusal(), decided.sequence())
                : new Outcome.Granted<>((Answer.Accepted) decided.answer(), decided.sequence(), decided.isEcho());
    }

    private Decided decide(Command command, CommandId id, RememberedVerdicts verdicts) {
        return core.execute(
                new Origin(options.actor(), id), table -> Decider.decide(table, command, id, verdicts.on(table)));
    }

    private static Outcome.Granted<Answer.Accepted> granted(Outcome<Answer.Accepted> outcome) {
        return new Outcome.Granted<>(outcome.orElseThrow(), outcome.sequence());
    }

    private PodHandle handle(Answer.Accepted answer) {
        Answer.Held held = (Answer.Held) answer;
        return new PodHandle(this, held.pod(), held.token());
    }

    private static ProcessIdentity orCurrent(@Nullable ProcessIdentity process) {
        return process == null ? LiveProcess.current() : process;
    }

    private static CommandId orFresh(@Nullable CommandId id) {
        return id == null ? CommandId.random() : id;
    }

    /** A command that is repeated under its id asks for the same segment, though nobody has named one. */
    private static SegmentId orFresh(@Nullable SegmentId segment, CommandId id) {
        return segment == null ? new SegmentId(id.value()) : segment;
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the registry is closed; open it again");
        }
    }
}
