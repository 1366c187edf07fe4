package dev.podregistry.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.model.Permission;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many rules are asked at once what each of them would say. */
class OverlapTest {

    private static final List<ScopeRule> ALL = Stream.of("/", "/a", "/a/b", "/a-b", "/a/b/c", "/a/b/c/d", "/ab", "/b")
            .flatMap(target -> Stream.of(true, false)
                    .map(recursive -> new ScopeRule(new ScopePath(target), Permission.WRITE, recursive)))
            .toList();

    @Test
    void itSaysWhatTheRulesSayOneByOne() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            List<ScopeRule> many = new ArrayList<>();
            for (int j = random.nextInt(4); j > 0; j--) {
                many.add(ALL.get(random.nextInt(ALL.size())));
            }
            Overlap overlap = new Overlap(many);
            for (ScopeRule rule : ALL) {
                assertEquals(many.stream().anyMatch(rule::overlaps), overlap.isWith(rule), () -> rule + " and " + many);
            }
        }
    }
}
