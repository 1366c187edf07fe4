package dev.podregistry.benchmarks;

import java.util.Locale;

/**
 * What a row is meant to reach.
 *
 * @param bound the border, which itself is good enough
 * @param most whether it is the greatest good value; otherwise the least
 * @param of how the bound is shown
 */
public record Target(double bound, boolean most, String of) {

    /** Says that a row is there to be looked at. */
    public static final Target NONE = new Target(Double.POSITIVE_INFINITY, true, "");

    /** {@return a ratio of at most {@code bound}} */
    public static Target atMost(double bound) {
        return new Target(bound, true, "≤ " + Unit.digits(bound) + " ×");
    }

    /** {@return a ratio of at least {@code bound}} */
    public static Target atLeast(double bound) {
        return new Target(bound, false, "≥ " + Unit.digits(bound) + " ×");
    }

    /** {@return a figure of at most {@code bound}} */
    public static Target atMost(Figure bound) {
        return new Target(bound.value(), true, "≤ " + bound);
    }

    /** {@return a figure of at least {@code bound}} */
    public static Target atLeast(Figure bound) {
        return new Target(bound.value(), false, "≥ " + bound);
    }

    /** {@return "met", or by what factor {@code value} misses it; empty when there is nothing to reach} */
    public String verdict(double value) {
        if (this.equals(NONE)) {
            return "";
        }
        double excess = most ? value / bound : bound / value;
        return excess <= 1 ? "met" : String.format(Locale.ROOT, "missed %.2f-fold", excess);
    }
}
