package dev.podregistry.benchmarks;

import java.util.Locale;

/** What a figure counts. */
public enum Unit {
    /** Nanoseconds, shown in a unit that fits. */
    NANOS("", 1_000, "ns", "µs", "ms", "s"),
    /** Bytes, shown in a unit that fits. */
    BYTES("", 1_024, "B", "KiB", "MiB", "GiB"),
    /** Events or operations a second. */
    PER_SECOND("/s", 0),
    /** A mere number. */
    NUMBER("", 0);

    private final String suffix;
    private final int step;
    private final String[] names;

    Unit(String suffix, int step, String... names) {
        this.suffix = suffix;
        this.step = step;
        this.names = names;
    }

    /** {@return the value with the unit, with three significant digits where it has fewer than four before the point} */
    public String show(double value) {
        if (step == 0) {
            return digits(value) + suffix;
        }
        double scaled = value;
        int name = 0;
        while (Math.abs(scaled) >= step && name < names.length - 1) {
            scaled /= step;
            name++;
        }
        return digits(scaled) + " " + names[name];
    }

    static String digits(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
