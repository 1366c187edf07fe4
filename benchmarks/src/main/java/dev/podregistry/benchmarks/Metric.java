package dev.podregistry.benchmarks;

/** What one measurement tells; a measurement tells at least the score. */
public enum Metric {
    /** Nanoseconds an operation, or operations a second: as the row says. */
    SCORE,
    /** Half of the operations took no longer, in nanoseconds. */
    P50,
    /** 99 of 100 operations took no longer, in nanoseconds. */
    P99,
    /** 999 of 1,000 operations took no longer, in nanoseconds. */
    P999,
    /** The slowest operation, in nanoseconds. */
    MAX,
    /** Bytes of garbage an operation. */
    GARBAGE,
    /** Bytes on the disk an operation. */
    DISK,
    /** Operations. */
    COUNT,
    /** The smallest part of all operations that one of several processes had, times the number of processes. */
    FAIRNESS
}
