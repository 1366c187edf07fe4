package dev.podregistry.benchmarks;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** What a figure counts. */
public enum Unit {
    /** Nanoseconds, shown in a unit that fits. */
    NANOS(1_000, " ns| µs| ms| s"),
    /** Bytes, shown in a unit that fits. */
    BYTES(1_024, " B| KiB| MiB| GiB"),
    /** Events or operations a second. */
    PER_SECOND(1, "/s"),
    /** A mere number. */
    NUMBER(1, "");

    private final int step;
    private final String names;

    Unit(int step, String names) {
        this.step = step;
        this.names = names;
    }

    /** {@return the value with the unit, with three significant digits where it has fewer than four before the point} */
    public String show(double value) {
        Iterator<String> greater = List.of(names.split("\\|")).iterator();
        String name = greater.next();
        double scaled = value;
        while (Math.abs(scaled) >= step && greater.hasNext()) {
            scaled /= step;
            name = greater.next();
        }
        return digits(scaled) + name;
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
