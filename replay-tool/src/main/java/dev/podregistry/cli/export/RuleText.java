package dev.podregistry.cli.export;

import dev.podregistry.model.ScopeRule;
import java.util.function.UnaryOperator;

/** A rule as people write it: {@code WRITE /srv/shop/**}. */
final class RuleText {

    private RuleText() {}

    static String of(ScopeRule rule, UnaryOperator<String> printable) {
        String target =
                rule.target().isRoot() ? "" : printable.apply(rule.target().value());
        return rule.permission() + " " + target + (rule.recursive() ? "/**" : "/*");
    }
}
