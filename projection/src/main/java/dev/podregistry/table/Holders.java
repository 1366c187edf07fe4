package dev.podregistry.table;

/**
 * Who holds the paths at and below a target of rules, each pod known by the sequence that created its row.
 *
 * <p>Rules tell nothing else apart: what is below another target, that target's holders say.
 *
 * @param itself holds the target
 * @param children holds its direct children, except those that are targets too
 * @param deeper holds what is below those children
 */
public record Holders(long itself, long children, long deeper) {

    /** In place of a pod: nobody holds it. */
    public static final long NOBODY = Claimers.NOBODY;
}
