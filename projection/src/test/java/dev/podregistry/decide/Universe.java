package dev.podregistry.decide;

import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * A world small enough that random commands meet: few pods, segments and paths.
 *
 * <p>Rules use the names a and b down to depth 3; the concrete paths also have a name that no rule uses, and go two
 * deeper, so each class of paths that rules can tell apart is among them.
 */
final class Universe {

    private static final int RULE_DEPTH = 3;

    /** Every concrete path. */
    static final List<ScopePath> PATHS = paths(List.of("a", "b", "z"), RULE_DEPTH + 2);

    private static final List<ScopePath> TARGETS = paths(List.of("a", "b"), RULE_DEPTH);

    private Universe() {}

    private static List<ScopePath> paths(List<String> names, int depth) {
        List<ScopePath> all = new ArrayList<>(List.of(ScopePath.ROOT));
        for (int from = 0, level = 0; level < depth; level++) {
            List<ScopePath> last = List.copyOf(all.subList(from, all.size()));
            from = all.size();
            for (ScopePath path : last) {
                names.forEach(name -> all.add(path.child(name)));
            }
        }
        return List.copyOf(all);
    }

    static Arbitrary<PodName> pods() {
        return Arbitraries.of("p", "q", "r", "s", "t", "u").map(PodName::new);
    }

    static Arbitrary<SegmentId> segments() {
        return Arbitraries.integers().between(1, 9).map(n -> new SegmentId(new UUID(0, n)));
    }

    static Arbitrary<Token> tokens() {
        return Arbitraries.longs().between(1, 15).map(Token::new);
    }

    static Arbitrary<ScopeRule> rules() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(4, Arbitraries.of(TARGETS)),
                                Tuple.of(1, Arbitraries.of(TARGETS.subList(0, 7)))),
                        Arbitraries.frequency(Tuple.of(3, Permission.WRITE), Tuple.of(1, Permission.READ)),
                        Arbitraries.of(true, true, false))
                .as(ScopeRule::new);
    }

    static Arbitrary<List<ScopeRule>> ruleLists(int most) {
        return rules().list().ofMaxSize(most);
    }

    static Arbitrary<Scope> scopes() {
        return Combinators.combine(ruleLists(2), ruleLists(2)).as(Scope::new);
    }
}
