package dev.podregistry.benchmarks.row;

import dev.podregistry.benchmarks.Row;
import java.util.List;

/** All rows. */
public final class Rows {

    /** In the order of the table. */
    public static final List<Row> ALL = List.of(
            new LimitRow(),
            new MutationRow(),
            new SizeRow(),
            new TreeRow(),
            new SyncRow(),
            new ContentionRow(),
            new LatencyRow(),
            new QueryRow(),
            new ReplayRow(),
            new OpeningRow(),
            new MemoryRow(),
            new StartRow());

    private Rows() {}
}
