package dev.podregistry.benchmarks;

/**
 * A measured value.
 *
 * @param value the value
 * @param unit what it counts
 */
public record Figure(double value, Unit unit) {

    @Override
    public String toString() {
        return unit.show(value);
    }
}
