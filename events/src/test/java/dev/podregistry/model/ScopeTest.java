package dev.podregistry.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a scope says of all that a rule covers what holds there. */
final class ScopeTest {

    private static ScopeRule rule(String text) {
        String target = text.substring(text.indexOf(':') + 1);
        return text.startsWith("write:") ? ScopeRule.write(target) : ScopeRule.read(target);
    }

    @ParameterizedTest
    @CsvSource({
        "allow, write:/a,   write:/a/b, true",
        "allow, read:/a,    read:/a/b,  true",
        "allow, write:/a,   read:/a/b,  true",
        "allow, read:/a,    write:/a/b, false",
        "allow, write:/a/b, write:/a,   false",
        "deny,  write:/a,   write:/a/b, true",
        "deny,  read:/a,    write:/a/b, true",
        "deny,  read:/a,    read:/a/b,  true",
        "deny,  write:/a,   read:/a/b,  false",
        "deny,  write:/a/b, write:/a,   false",
        "deny,  write:/c,   write:/a,   false"
    })
    void aRuleIsSettledByOneThatCoversAllOfIt(String list, String own, String asked, boolean isSettled) {
        List<ScopeRule> rules = List.of(rule(own));
        Scope scope = list.equals("allow") ? new Scope(rules, List.of()) : new Scope(List.of(), rules);
        assertEquals(isSettled, scope.settles(rule(asked)));
    }
}
