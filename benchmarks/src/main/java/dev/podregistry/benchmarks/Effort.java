package dev.podregistry.benchmarks;

/** How often and how long each thing is measured, and at what size. */
public enum Effort {
    /** For figures to publish. */
    FULL(3, 4, 300, 1),
    /** To see roughly where one stands, in seconds. */
    QUICK(2, 2, 200, 10),
    /** To see that a benchmark works; its figures mean nothing. */
    SMOKE(1, 1, 5, 2_000);

    private static final int SMALLEST = 20;

    private final int rounds;
    private final int iterations;
    private final long millis;
    private final int divisor;

    Effort(int rounds, int iterations, long millis, int divisor) {
        this.rounds = rounds;
        this.iterations = iterations;
        this.millis = millis;
        this.divisor = divisor;
    }

    /** {@return how often each contender has its turn} */
    public int rounds() {
        return rounds;
    }

    /** {@return how many iterations JMH warms up, and again how many it measures, in one turn} */
    public int iterations() {
        return iterations;
    }

    /** {@return how long one iteration is} */
    public long millis() {
        return millis;
    }

    /** {@return the size to measure at, where the published figures are at {@code full}} */
    public int size(int full) {
        return Math.min(full, Math.max(SMALLEST, full / divisor));
    }

    /** {@return whether each measurement has a JVM of its own} */
    public boolean forks() {
        return this != SMOKE;
    }
}
