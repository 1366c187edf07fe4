package dev.podregistry.table;

import dev.podregistry.model.ScopeRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the first contest with a head start of a test's choice, so that either search of the two is the faster one. */
public final class HeadStart {

    private HeadStart() {}

    /** Finds the first contest on a table. */
    public static @Nullable Contest firstContest(
            AllocationTable table, List<ScopeRule> rules, List<ScopeRule> deny, int headStart) {
        return table.firstContest(rules, deny, headStart);
    }
}
