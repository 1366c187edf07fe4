package dev.podregistry.decide;

import dev.podregistry.decide.Command.Adopt;
import dev.podregistry.decide.Command.ChangeSegment;
import dev.podregistry.decide.Command.Delegate;
import dev.podregistry.decide.Command.ReclaimDelegated;
import dev.podregistry.decide.Command.Register;
import dev.podregistry.decide.Command.Release;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import dev.podregistry.table.AllocationTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A command that is carried out on a table, changed in one part: so that it asks for something else, or only says the same
 * in another way.
 *
 * @param command the command
 * @param before the table
 */
record Variants(Command command, AllocationTable before) {

    private static final PodName STRANGER = new PodName("stranger");
    private static final SegmentId SEGMENT = new SegmentId(new UUID(8, 8));
    private static final PodSocket SOCKET = new PodSocket("/run/other.sock");
    private static final ProcessIdentity PROCESS = new BarePid(4_000_000_000L);

    /** {@return commands of the same kind and of others that ask for something else} */
    List<Command> others() {
        List<Command> others = new ArrayList<>(List.of(
                new Command.ReclaimStale(),
                new Command.LookupSegment(SEGMENT),
                new Command.Import(List.of()),
                new Release(STRANGER, null),
                new Register(STRANGER, PROCESS, SOCKET, new ScopeRequest(List.of(), List.of()), SEGMENT)));
        ofItsKind().forEach(others::add);
        return others;
    }

    private Stream<? extends Command> ofItsKind() {
        if (command instanceof Register c) {
            return others(c);
        }
        if (command instanceof Delegate c) {
            return others(c);
        }
        if (command instanceof Adopt c) {
            return Stream.concat(
                    Stream.of(
                            new Adopt(STRANGER, c.process(), c.segment(), c.token()),
                            new Adopt(c.pod(), PROCESS, c.segment(), c.token()),
                            new Adopt(c.pod(), c.process(), SEGMENT, c.token())),
                    wrong(c.pod()).map(token -> new Adopt(c.pod(), c.process(), c.segment(), token)));
        }
        if (command instanceof ChangeSegment c) {
            return Stream.concat(
                    Stream.of(
                            new ChangeSegment(STRANGER, c.segment(), c.token()),
                            new ChangeSegment(c.pod(), SEGMENT, c.token())),
                    wrong(c.pod()).map(token -> new ChangeSegment(c.pod(), c.segment(), token)));
        }
        if (command instanceof Release c) {
            return Stream.concat(
                    Stream.of(new Release(STRANGER, c.token())),
                    wrong(c.pod()).map(token -> new Release(c.pod(), token)));
        }
        ReclaimDelegated c = (ReclaimDelegated) command;
        return Stream.concat(
                Stream.of(
                        new ReclaimDelegated(STRANGER, c.child(), c.scope()),
                        new ReclaimDelegated(c.parent(), STRANGER, c.scope())),
                changed(c.scope()).map(scope -> new ReclaimDelegated(c.parent(), c.child(), scope)));
    }

    private static Stream<Command> others(Register c) {
        List<RuleRequest> allow = c.scope().allow();
        List<RuleRequest> deny = c.scope().deny();
        return Stream.of(
                        Stream.of(
                                new Register(STRANGER, c.process(), c.socket(), c.scope(), c.segment()),
                                new Register(c.pod(), PROCESS, c.socket(), c.scope(), c.segment()),
                                new Register(c.pod(), c.process(), SOCKET, c.scope(), c.segment()),
                                new Register(c.pod(), c.process(), c.socket(), c.scope(), SEGMENT)),
                        changed(allow)
                                .map(rules -> new Register(
                                        c.pod(), c.process(), c.socket(), new ScopeRequest(rules, deny), c.segment())),
                        changed(deny)
                                .map(rules -> new Register(
                                        c.pod(), c.process(), c.socket(), new ScopeRequest(allow, rules), c.segment())))
                .flatMap(variants -> variants);
    }

    private Stream<Command> others(Delegate c) {
        ScopeRequest given = c.delegationScope();
        ScopeRequest own = ScopeRequest.of(spawner(c).scope());
        Stream<ScopeRequest> authorities = given == null
                ? Stream.of(own)
                : Stream.of(
                                Stream.of((ScopeRequest) null),
                                changed(given.allow()).map(rules -> new ScopeRequest(rules, given.deny())),
                                changed(given.deny()).map(rules -> new ScopeRequest(given.allow(), rules)))
                        .flatMap(variants -> variants);
        return Stream.of(
                        Stream.of(
                                with(c, STRANGER, c.pod(), c.process(), c.socket(), c.allow()),
                                with(c, c.spawner(), STRANGER, c.process(), c.socket(), c.allow()),
                                with(c, c.spawner(), c.pod(), PROCESS, c.socket(), c.allow()),
                                with(c, c.spawner(), c.pod(), c.process(), SOCKET, c.allow())),
                        changed(c.allow()).map(rules -> with(c, c.spawner(), c.pod(), c.process(), c.socket(), rules)),
                        authorities.map(authority -> new Delegate(
                                c.spawner(), c.pod(), c.process(), c.socket(), c.allow(), authority, c.token())),
                        wrong(c.spawner())
                                .map(token -> new Delegate(
                                        c.spawner(),
                                        c.pod(),
                                        c.process(),
                                        c.socket(),
                                        c.allow(),
                                        c.delegationScope(),
                                        token)))
                .flatMap(variants -> variants);
    }

    private static Command with(
            Delegate c,
            PodName spawner,
            PodName pod,
            @Nullable ProcessIdentity process,
            PodSocket socket,
            List<RuleRequest> allow) {
        return new Delegate(spawner, pod, process, socket, allow, c.delegationScope(), c.token());
    }

    private Allocation spawner(Delegate c) {
        Allocation spawner = before.find(c.spawner());
        if (spawner == null) {
            throw new IllegalStateException("the command was not carried out");
        }
        return spawner;
    }

    /** {@return tokens that the pod did not have} */
    private Stream<Token> wrong(PodName pod) {
        Token right = right(pod);
        return Stream.of(new Token(right.value() + 1), new Token(right.value() + (1L << 20)));
    }

    private Token right(PodName pod) {
        Allocation row = before.find(pod);
        if (row == null) {
            throw new IllegalStateException("the command was not carried out");
        }
        return row.token();
    }

    /** {@return other lists: one rule more, one less, another order, another permission, another reach, an invalid rule} */
    private static Stream<List<RuleRequest>> changed(List<RuleRequest> rules) {
        List<List<RuleRequest>> changed = new ArrayList<>();
        List<RuleRequest> more = new ArrayList<>(rules);
        more.add(ScopeRule.read("/z"));
        changed.add(more);
        if (!rules.isEmpty()) {
            ScopeRule first = (ScopeRule) rules.get(0);
            List<RuleRequest> rest = rules.subList(1, rules.size());
            changed.add(rest);
            changed.add(with(
                    new ScopeRule(
                            first.target(),
                            first.permission() == Permission.READ ? Permission.WRITE : Permission.READ,
                            first.recursive()),
                    rest));
            changed.add(with(new ScopeRule(first.target(), first.permission(), !first.recursive()), rest));
            changed.add(with(new RuleRequest.Invalid(first.target().value(), "is a link now"), rest));
        }
        List<RuleRequest> reversed = new ArrayList<>(rules);
        Collections.reverse(reversed);
        if (!reversed.equals(rules)) {
            changed.add(reversed);
        }
        return changed.stream();
    }

    private static List<RuleRequest> with(RuleRequest first, List<RuleRequest> rest) {
        List<RuleRequest> all = new ArrayList<>(rest);
        all.add(0, first);
        return all;
    }

    /** {@return the command, and how else it may be said} */
    List<Command> same() {
        if (command instanceof Delegate c) {
            Allocation spawner = spawner(c);
            return tokens(c.spawner()).stream()
                    .flatMap(token -> processes(c, spawner).stream()
                            .<Command>map(process -> new Delegate(
                                    c.spawner(),
                                    c.pod(),
                                    process,
                                    c.socket(),
                                    c.allow(),
                                    c.delegationScope(),
                                    token.orNull())))
                    .toList();
        }
        if (command instanceof Adopt c) {
            return tokens(c.pod()).stream()
                    .<Command>map(token -> new Adopt(c.pod(), c.process(), c.segment(), token.orNull()))
                    .toList();
        }
        if (command instanceof ChangeSegment c) {
            return tokens(c.pod()).stream()
                    .<Command>map(token -> new ChangeSegment(c.pod(), c.segment(), token.orNull()))
                    .toList();
        }
        if (command instanceof Release c) {
            return tokens(c.pod()).stream()
                    .<Command>map(token -> new Release(c.pod(), token.orNull()))
                    .toList();
        }
        return List.of(command);
    }

    private record Asked(@Nullable Token orNull) {}

    private List<Asked> tokens(PodName pod) {
        return List.of(new Asked(null), new Asked(right(pod)));
    }

    private static List<@Nullable ProcessIdentity> processes(Delegate c, Allocation spawner) {
        List<@Nullable ProcessIdentity> processes = new ArrayList<>();
        processes.add(c.process());
        if (c.process() == null) {
            processes.add(spawner.process());
        } else if (c.process().equals(spawner.process())) {
            processes.add(null);
        }
        return processes;
    }
}
