package dev.podregistry.cli.report;

import dev.podregistry.model.ScopePath;

/** Paths as nodes of a tree, parents before children; node 0 is the root. */
final class PathTree {

    private static final int ROOT = 0;
    private static final int NOTHING = -1;

    private final Texts names = new Texts();
    private final Texts edges = new Texts();
    private final Column parentColumn;
    private final Column nameColumn;

    PathTree(Columns columns) {
        this.parentColumn = columns.add("node.parent");
        this.nameColumn = columns.add("node.name");
        add(NOTHING, names.place(""));
    }

    private void add(int parent, int name) {
        parentColumn.add(parent);
        nameColumn.add(name);
    }

    /** {@return the node of {@code path}; it and those above it are added if they are new} */
    int node(ScopePath path) {
        int node = ROOT;
        for (String name : path.names()) {
            node = child(node, names.place(name));
        }
        return node;
    }

    private int child(int parent, int name) {
        int known = edges.size();
        int edge = edges.place(parent + "/" + name);
        if (edge == known) {
            add(parent, name);
        }
        return edge + 1;
    }

    int size() {
        return edges.size() + 1;
    }

    Texts names() {
        return names;
    }
}
