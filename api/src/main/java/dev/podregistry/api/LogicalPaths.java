package dev.podregistry.api;

import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.util.ArrayDeque;
import java.util.Deque;

/** Canonical paths by their text alone. */
final class LogicalPaths {

    private LogicalPaths() {}

    static RuleRequest canonical(TargetRule wanted) {
        String defect = ScopePath.textDefect(wanted.target());
        return defect == null ? rule(wanted, normalised(wanted.target())) : invalid(wanted, defect);
    }

    private static RuleRequest rule(TargetRule wanted, String path) {
        String defect = ScopePath.defect(path);
        return defect == null
                ? new ScopeRule(new ScopePath(path), wanted.permission(), wanted.recursive())
                : invalid(wanted, defect);
    }

    static RuleRequest invalid(TargetRule wanted, String reason) {
        return new RuleRequest.Invalid(wanted.target(), reason);
    }

    private static String normalised(String target) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : target.split("/", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }
}
