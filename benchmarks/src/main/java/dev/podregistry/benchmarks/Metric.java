package dev.podregistry.benchmarks;

/** What can be measured. */
public enum Metric {
    /** The time of an operation, on average. */
    TIME(Unit.NANOS),
    /** Operations or events a second. */
    RATE(Unit.PER_SECOND),
    /** Half of the operations took no longer. */
    P50(Unit.NANOS),
    /** 99 of 100 operations took no longer. */
    P99(Unit.NANOS),
    /** 999 of 1,000 operations took no longer. */
    P999(Unit.NANOS),
    /** The slowest operation. */
    MAX(Unit.NANOS),
    /** Garbage of an operation. */
    GARBAGE(Unit.BYTES),
    /** Disk for an operation. */
    DISK(Unit.BYTES),
    /** Heap in use after garbage collection. */
    HEAP(Unit.BYTES),
    /** How many there were: operations, or live pods. */
    COUNT(Unit.NUMBER),
    /** The smallest part of all operations that one of several processes had, times the number of processes. */
    FAIRNESS(Unit.NUMBER);

    private final Unit unit;

    Metric(Unit unit) {
        this.unit = unit;
    }

    /** {@return the value as a figure of this} */
    public Figure figure(double value) {
        return new Figure(value, unit);
    }
}
