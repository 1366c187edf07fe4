package dev.podregistry.cli.option;

import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.text.DidYouMean;
import dev.podregistry.model.Permission;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.path.PathResolver;
import dev.podregistry.path.Resolution;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Rules as somebody types them at a prompt: {@code write:PATH}, {@code read:PATH}, with {@code /*} for direct children.
 *
 * <p>As rules are printed, {@code /**} may stand for everything below, which is covered without it too.
 */
public final class RuleText {

    public static final String FORM =
            "write:PATH or read:PATH; PATH, or PATH/**, and everything below it, PATH/* only it and its direct children";

    private static final Pattern RULE = Pattern.compile("(write|read):(.+?)(/\\*\\*|/\\*)?", Pattern.DOTALL);

    private RuleText() {}

    /**
     * A rule as it was typed.
     *
     * @param target its target, absolute and otherwise as given
     * @param permission what it is about
     * @param recursive whether it covers all below the target
     */
    public record Typed(String target, Permission permission, boolean recursive) {

        private RuleRequest as(Resolution resolution) {
            return resolution instanceof Resolution.Canonical canonical
                    ? new ScopeRule(canonical.path(), permission, recursive)
                    : new RuleRequest.Invalid(target, ((Resolution.Invalid) resolution).reason());
        }
    }

    /** What a command says in all: where a rule seems to cover what it does not, another may say what holds there. */
    public record Said(List<Typed> allow, List<Typed> deny) {

        private Predicate<ScopePath> settles(Typed rule, PathResolver paths) {
            return place -> new Scope(canonical(allow, paths), canonical(deny, paths))
                    .settles(new ScopeRule(place, rule.permission(), rule.recursive()));
        }

        private static List<ScopeRule> canonical(List<Typed> rules, PathResolver paths) {
            return rules.stream()
                    .map(rule -> rule.as(paths.resolve(rule.target())))
                    .flatMap(request -> request instanceof ScopeRule rule ? Stream.of(rule) : Stream.empty())
                    .toList();
        }
    }

    /** {@return the rules as they were typed} */
    public static List<Typed> rules(Shell shell, List<String> typed) {
        return typed.stream().map(text -> rule(shell, text)).toList();
    }

    private static String meant(String typed) {
        return typed.contains(":")
                ? DidYouMean.among(List.of("write:", "read:"), typed.substring(0, typed.indexOf(':') + 1))
                : "";
    }

    private static Typed rule(Shell shell, String typed) {
        Matcher matcher = RULE.matcher(typed.matches("(write|read):/\\*\\*?") ? typed.replace(":/", "://") : typed);
        if (!matcher.matches()) {
            throw new Complaint(ExitCode.USAGE, "\"" + typed + "\" is no rule; give " + FORM + meant(typed));
        }
        Paths.noteSpelling(shell, matcher.group(2));
        Permission permission = Permission.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
        return new Typed(Paths.absolute(shell, matcher.group(2)), permission, !"/*".equals(matcher.group(3)));
    }

    /**
     * {@return the rules as a registry would take them, or why it would not} Says on stderr where a target is not as one would
     * think.
     *
     * @param said what the command says in all
     */
    public static List<RuleRequest> claimed(Shell shell, List<Typed> rules, Said said, PathResolver paths) {
        return rules.stream().map(rule -> claimed(shell, rule, said, paths)).toList();
    }

    private static RuleRequest claimed(Shell shell, Typed wanted, Said said, PathResolver paths) {
        RuleRequest request = wanted.as(paths.claim(wanted.target(), wanted.recursive(), said.settles(wanted, paths)));
        if (request instanceof ScopeRule rule) {
            Paths.noteOtherForm(shell, wanted.target(), rule.target());
        }
        return request;
    }
}
