package dev.podregistry.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param what what was measured
 * @param ours our figure
 * @param against what it is compared with; empty for nothing
 * @param theirs its figure, or null
 * @param ratio the median over the rounds of the ratio between the two as the target counts it, or null
 * @param target what is to be reached, by the ratio if there is one, else by our figure
 */
public record Line(
        String what,
        Figure ours,
        String against,
        @Nullable Figure theirs,
        @Nullable Double ratio,
        Target target) {

    /** {@return a line with nothing to compare} */
    public static Line alone(String what, Figure ours, Target target) {
        return new Line(what, ours, "", null, null, target);
    }

    Line withRatio(double newRatio) {
        return new Line(what, ours, against, theirs, newRatio, target);
    }

    /** {@return whether the target was met, in words} */
    public String verdict() {
        return target.verdict(ratio == null ? ours.value() : ratio);
    }
}
