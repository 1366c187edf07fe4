package dev.podregistry.attack;

import dev.podregistry.api.TargetRule;
import dev.podregistry.attack.Move.Kind;
import dev.podregistry.model.Permission;
import dev.podregistry.model.ScopePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Chooses moves in a world so small that attackers meet all the time. */
final class Strategy {

    private static final List<String> PODS = List.of("p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8");
    private static final List<String> TARGETS = List.of("/r", "/r/a", "/r/a/c", "/r/a/c/e", "/r/b", "/r/b/d", "/s");
    private static final int SEGMENTS = 14;

    /** Enough paths to tell all rules apart: each target, a child of it, and something deeper. */
    static final List<ScopePath> PATHS = Stream.concat(Stream.of("/"), TARGETS.stream())
            .flatMap(target -> Stream.of(target, target + "/x", target + "/x/y"))
            .map(path -> new ScopePath(path.replace("//", "/")))
            .toList();

    private static final List<Kind> KINDS = List.of(
            Kind.REGISTER,
            Kind.REGISTER,
            Kind.REGISTER,
            Kind.DELEGATE,
            Kind.DELEGATE,
            Kind.DELEGATE,
            Kind.ADOPT,
            Kind.ADOPT,
            Kind.CHANGE_SEGMENT,
            Kind.RELEASE,
            Kind.RELEASE,
            Kind.RECLAIM_DELEGATED,
            Kind.RECLAIM_STALE,
            Kind.LOOKUP,
            Kind.VIEW,
            Kind.VIEW);

    private final Random random;
    private final Map<String, Long> tokens = new ConcurrentHashMap<>();
    private final Map<String, List<TargetRule>> lent = new ConcurrentHashMap<>();

    Strategy(long seed) {
        this.random = new Random(seed);
    }

    Move next() {
        Kind kind = one(KINDS);
        String pod = one(PODS);
        List<TargetRule> first = kind == Kind.RECLAIM_DELEGATED && random.nextBoolean()
                ? lent.getOrDefault(pod, List.of())
                : kind == Kind.REGISTER || kind == Kind.DELEGATE || kind == Kind.RECLAIM_DELEGATED
                        ? rules(2)
                        : kind == Kind.VIEW ? List.of(rule()) : List.of();
        List<TargetRule> second = kind == Kind.REGISTER || (kind == Kind.DELEGATE && random.nextInt(3) > 0)
                ? random.nextInt(3) == 0
                        ? rules(1)
                        : kind == Kind.DELEGATE ? List.of(TargetRule.write("/r")) : List.of()
                : List.of();
        return new Move(kind, pod, one(PODS), first, second, 1 + random.nextInt(SEGMENTS), token(pod));
    }

    /** Remembers the token that came with a grant, for later moves. */
    void granted(Move move, long token) {
        tokens.put(move.pod(), token);
        if (move.kind() == Kind.DELEGATE) {
            lent.put(move.pod(), move.first());
        }
    }

    /** {@return how long to think before the next move, in nanoseconds} */
    long pause() {
        return random.nextInt(4) == 0 ? 0 : random.nextInt(1_500_000);
    }

    boolean asksAgain(boolean answered) {
        return random.nextInt(100) < (answered ? 3 : 60);
    }

    private long token(String pod) {
        return random.nextInt(3) == 0 ? 0 : tokens.getOrDefault(pod, 0L);
    }

    private List<TargetRule> rules(int most) {
        List<TargetRule> rules = new ArrayList<>();
        for (int count = 1 + random.nextInt(most); count > 0; count--) {
            rules.add(rule());
        }
        return rules;
    }

    private TargetRule rule() {
        Permission permission = random.nextInt(5) == 0 ? Permission.READ : Permission.WRITE;
        return new TargetRule(one(TARGETS), permission, random.nextInt(3) > 0);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
