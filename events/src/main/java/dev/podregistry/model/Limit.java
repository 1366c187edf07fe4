package dev.podregistry.model;

import java.util.List;

/**
 * How much one command may ask for, and one event may say.
 *
 * <p>The lengths of single values are limited where those are defined: {@link PodName#MAX_BYTES},
 * {@link ScopePath#MAX_BYTES}, {@link ScopePath#MAX_NAME_BYTES}, {@link PodSocket#MAX_BYTES}.
 */
public enum Limit {
    /** The rules in one list: what is allowed, what is denied, what is taken back. */
    RULES(1_000, "rules in one list", "name directories instead of what is in them"),
    /** The targets of all rules of one command together, in bytes of UTF-8. */
    TARGETS(256 << 10, "bytes of targets in one command", "name directories instead of what is in them"),
    /** The pods of an import, in bytes as they may be stored; they are stored together or not at all. */
    IMPORT(15 << 20, "bytes of pods in one import", "end some of the pods before they are imported"),
    /** The delegations one below another, from a top-level pod down. */
    DEPTH(10_000, "delegations one below another", "delegate from a pod further up");

    private final int greatest;
    private final String what;
    private final String remedy;

    Limit(int greatest, String what, String remedy) {
        this.greatest = greatest;
        this.what = what;
        this.remedy = remedy;
    }

    /** {@return the greatest amount that is within the limit} */
    public int greatest() {
        return greatest;
    }

    /** {@return what is limited: a phrase that follows an amount} */
    public String what() {
        return what;
    }

    /** {@return what to do about it, as an order} */
    public String remedy() {
        return remedy;
    }

    /** {@return whether {@code amount} is more than the limit allows} */
    public boolean isExceededBy(long amount) {
        return amount > greatest;
    }

    /**
     * Checks the rules of one event.
     *
     * @throws IllegalArgumentException when they are more than one event may say
     */
    public static void check(List<List<ScopeRule>> lists) {
        long targets = 0;
        for (List<ScopeRule> list : lists) {
            RULES.check(list.size());
            targets += bytes(list);
        }
        TARGETS.check(targets);
    }

    private void check(long amount) {
        if (isExceededBy(amount)) {
            throw new IllegalArgumentException(amount + " " + what + " are more than " + greatest);
        }
    }

    /** {@return how many bytes of UTF-8 the targets of the rules take} */
    public static long bytes(List<ScopeRule> rules) {
        long bytes = 0;
        for (ScopeRule rule : rules) {
            String target = rule.target().value();
            bytes += PlainText.utf8Length(target, 0, target.length());
        }
        return bytes;
    }
}
