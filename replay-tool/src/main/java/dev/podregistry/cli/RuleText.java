package dev.podregistry.cli;

import dev.podregistry.model.Permission;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules as somebody types them at a prompt: {@code write:PATH}, {@code read:PATH}, with {@code /*} for direct children. */
final class RuleText {

    static final String FORM =
            "write:PATH or read:PATH; PATH and everything below it, PATH/* only it and its direct children";

    private static final Pattern RULE = Pattern.compile("(write|read):(.+?)(/\\*\\*|/\\*)?", Pattern.DOTALL);

    private RuleText() {}

    /** {@return the rules} Says on stderr where a target is behind a symbolic link, as the target is taken as text. */
    static List<RuleRequest> rules(Shell shell, List<String> typed) {
        List<RuleRequest> rules = typed.stream().map(text -> rule(shell, text)).toList();
        for (RuleRequest rule : rules) {
            if (rule instanceof ScopeRule valid) {
                Paths.noteLinks(
                        shell, valid.target(), "a registry that follows links would decide on that, so try it as well");
            }
        }
        return rules;
    }

    /** {@return the rule, or why a registry would not take its target} */
    private static RuleRequest rule(Shell shell, String typed) {
        Matcher matcher = RULE.matcher(typed.matches("(write|read):/\\*\\*?") ? typed.replace(":/", "://") : typed);
        if (!matcher.matches()) {
            throw new Complaint(ExitCode.USAGE, "\"" + typed + "\" is no rule; give " + FORM);
        }
        String path =
                RegistryOption.resolve(shell, matcher.group(2)).normalize().toString();
        String defect = ScopePath.defect(path);
        return defect == null
                ? new ScopeRule(
                        new ScopePath(path),
                        Permission.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
                        !"/*".equals(matcher.group(3)))
                : new RuleRequest.Invalid(path, defect);
    }
}
