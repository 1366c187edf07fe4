package dev.podregistry.log.chronicle.raw;

import dev.podregistry.log.chronicle.disk.DayNames;
import java.nio.file.Path;
import java.util.List;

/** Says what is missing where an event that is whole does not go on from what comes before it. */
public final class MissingDays {

    private MissingDays() {}

    /**
     * {@return the defect of an event that is whole, with what is missing before it}
     *
     * @param end the sequence of the last event before the break
     * @param next the event that is there instead of the one after that
     * @param days what may be missing with the events, as {@link #before} tells it
     */
    static String in(long end, RawRecord next, String days, String defect) {
        long last = next.sequence() - 1;
        if (last <= end) {
            return defect;
        }
        String events = last == end + 1 ? "event #" + last + " is" : "events #" + (end + 1) + " to #" + last + " are";
        return events + " missing" + days + "; " + defect;
    }

    /**
     * {@return that days are missing, for the end of a sentence; nothing when there were none}
     *
     * @param days the files of events, oldest first
     * @param number which of them does not go on from the one before
     */
    public static String before(List<Path> days, int number) {
        long first = day(days.get(number));
        if (number == 0) {
            return ", and so are the files of the days before " + days.get(0).getFileName();
        }
        long from = day(days.get(number - 1)) + 1;
        long to = first - 1;
        if (from == to) {
            return ", and so is the file of the day " + DayNames.name(to);
        }
        return from < to
                ? ", and so are files of the days from " + DayNames.name(from) + " to " + DayNames.name(to)
                : "";
    }

    private static long day(Path file) {
        return DayNames.day(file.getFileName().toString());
    }
}
