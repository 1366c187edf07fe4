package dev.podregistry.api;

import dev.podregistry.table.AllocationTable;

/** Lets tests of other packages look behind a view. */
public final class Tables {

    private Tables() {}

    /** {@return the table that the view asks} */
    public static AllocationTable behind(RegistryView view) {
        return view.table();
    }
}
