package dev.podregistry.log.chronicle.disk;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** The names of the files of events, one for each day in UTC. */
public final class DayNames {

    /**
     * Of the last day that a file is named after; a clock beyond it, or before 1970, is taken to stand at the border.
     *
     * <p>Chronicle looks for a file of every day between the first and the one it writes, whenever it opens a queue: a
     * clock that was in the year 9999 once would cost every later opening seconds.
     */
    public static final long LAST_DAY = LocalDate.of(2199, 12, 31).toEpochDay();

    private static final Pattern NAME = Pattern.compile("[0-9]{8}F\\.cq4");

    private DayNames() {}

    /** {@return whether a file is named after a day that a writer may have come to} */
    public static boolean isOne(Path file) {
        String name = file.getFileName().toString();
        try {
            return NAME.matcher(name).matches() && day(name) >= 0 && day(name) <= LAST_DAY;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** {@return the day that a file is named after, counted as Chronicle counts its cycles} */
    public static int day(String name) {
        return Math.toIntExact(LocalDate.parse(name.substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE)
                .toEpochDay());
    }

    /** {@return the name of a day's file} */
    public static String name(long day) {
        return LocalDate.ofEpochDay(day).format(DateTimeFormatter.BASIC_ISO_DATE) + "F.cq4";
    }
}
