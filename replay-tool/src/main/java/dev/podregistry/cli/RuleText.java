package dev.podregistry.cli;

import dev.podregistry.model.Permission;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.path.PathResolver;
import dev.podregistry.path.Resolution;
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

    /** {@return the rules, with targets as {@code paths} takes them} Says on stderr where that is not as one would think. */
    static List<RuleRequest> rules(Shell shell, List<String> typed, PathResolver paths) {
        return typed.stream().map(text -> rule(shell, text, paths)).toList();
    }

    private static String meant(String typed) {
        return typed.contains(":")
                ? DidYouMean.among(List.of("write:", "read:"), typed.substring(0, typed.indexOf(':') + 1))
                : "";
    }

    /** {@return the rule, or why a registry would not take its target} */
    private static RuleRequest rule(Shell shell, String typed, PathResolver paths) {
        Matcher matcher = RULE.matcher(typed.matches("(write|read):/\\*\\*?") ? typed.replace(":/", "://") : typed);
        if (!matcher.matches()) {
            throw new Complaint(ExitCode.USAGE, "\"" + typed + "\" is no rule; give " + FORM + meant(typed));
        }
        boolean recursive = !"/*".equals(matcher.group(3));
        Paths.noteSpelling(shell, matcher.group(2));
        String target = Paths.absolute(shell, matcher.group(2));
        Resolution resolution = paths.claim(target, recursive);
        if (resolution instanceof Resolution.Invalid invalid) {
            return new RuleRequest.Invalid(target, invalid.reason());
        }
        ScopePath path = ((Resolution.Canonical) resolution).path();
        Paths.noteOtherForm(shell, target, path);
        return new ScopeRule(path, Permission.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), recursive);
    }
}
