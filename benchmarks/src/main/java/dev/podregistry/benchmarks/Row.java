package dev.podregistry.benchmarks;

import java.util.List;

/** One question about speed or size: what to measure beside what, and what the aim is. */
public interface Row {

    /** {@return the name by which the row is asked for} */
    String name();

    /** {@return what it is about, in one line} */
    String about();

    /** {@return what was measured} */
    List<Line> measure(Bench bench) throws Exception;
}
