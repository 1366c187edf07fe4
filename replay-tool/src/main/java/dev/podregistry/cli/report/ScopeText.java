package dev.podregistry.cli.report;

import dev.podregistry.cli.json.JsonText;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A scope as the page reads it: {@code {"allow":[["WRITE","/srv/a",true]…],"deny":[…]}}. */
final class ScopeText {

    private ScopeText() {}

    static String of(Scope scope) {
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("allow", rules(scope.allow()));
        text.put("deny", rules(scope.deny()));
        return JsonText.object(text);
    }

    private static List<List<Object>> rules(List<ScopeRule> rules) {
        return rules.stream()
                .map(rule ->
                        List.<Object>of(rule.permission().name(), rule.target().value(), rule.recursive()))
                .toList();
    }
}
