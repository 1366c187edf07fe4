package dev.podregistry.benchmarks;

import java.util.List;
import java.util.Locale;

/** What a figure counts. */
public enum Unit {
    /** Nanoseconds, shown in a unit that fits. */
    NANOS(1_000, List.of(" ns", " µs", " ms", " s")),
    /** Bytes, shown in a unit that fits. */
    BYTES(1_024, List.of(" B", " KiB", " MiB", " GiB")),
    /** Events or operations a second. */
    PER_SECOND(1, List.of("/s")),
    /** A mere number. */
    NUMBER(1, List.of(""));

    private final int step;
    private final List<String> names;

    Unit(int step, List<String> names) {
        this.step = step;
        this.names = names;
    }

    /** {@return the value with the unit, with three significant digits where it has fewer than four before the point} */
    public String show(double value) {
        double scaled = value;
        int name = 0;
        while (Math.abs(scaled) >= step && name < names.size() - 1) {
            scaled /= step;
            name++;
        }
        return digits(scaled) + names.get(name);
    }

    /** {@return a whole number, with commas} */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String digits(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
