package dev.podregistry.cli.report;

import dev.podregistry.audit.Outset;
import dev.podregistry.audit.TargetChange;
import dev.podregistry.table.Holders;

/** Who held each target of rules, change by change; they come in order of the log and leave in order of their nodes. */
final class Holds {

    /** In place of a life: no rule is about the target any more. */
    private static final int NO_TARGET = -2;

    private long first;
    private final PathTree tree;
    private final Lives lives;
    private final Ints nodes = new Ints();
    private final Ints from = new Ints();
    private final Ints itself = new Ints();
    private final Ints children = new Ints();
    private final Ints deeper = new Ints();
    private final Column nodeColumn;
    private final Column fromColumn;
    private final Column itselfColumn;
    private final Column childrenColumn;
    private final Column deeperColumn;

    Holds(Columns columns, PathTree tree, Lives lives) {
        this.tree = tree;
        this.lives = lives;
        this.nodeColumn = columns.addDelta("hold.node");
        this.fromColumn = columns.add("hold.from");
        this.itselfColumn = columns.add("hold.itself");
        this.childrenColumn = columns.add("hold.children");
        this.deeperColumn = columns.add("hold.deeper");
    }

    void begin(Outset outset) {
        first = outset.sequence();
    }

    void take(TargetChange change) {
        Holders holders = change.holders();
        nodes.add(tree.node(change.target()));
        from.add(Math.toIntExact(change.sequence() - first));
        itself.add(holders == null ? NO_TARGET : life(holders.itself()));
        children.add(holders == null ? NO_TARGET : life(holders.children()));
        deeper.add(holders == null ? NO_TARGET : life(holders.deeper()));
    }

    private int life(long created) {
        return created == Holders.NOBODY ? Lives.NONE : lives.createdBy(created);
    }

    /** Completes the columns; nothing may change any more. */
    void end() {
        for (int row : byNode()) {
            nodeColumn.add(nodes.get(row));
            fromColumn.add(from.get(row));
            itselfColumn.add(itself.get(row));
            childrenColumn.add(children.get(row));
            deeperColumn.add(deeper.get(row));
        }
    }

    /** {@return the rows, sorted by node and then as they came} */
    private int[] byNode() {
        int[] next = new int[tree.size() + 1];
        for (int row = 0; row < nodes.size(); row++) {
            next[nodes.get(row) + 1]++;
        }
        for (int node = 1; node < next.length; node++) {
            next[node] += next[node - 1];
        }
        int[] sorted = new int[nodes.size()];
        for (int row = 0; row < nodes.size(); row++) {
            sorted[next[nodes.get(row)]++] = row;
        }
        return sorted;
    }
}
