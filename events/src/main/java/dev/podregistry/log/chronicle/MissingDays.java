package dev.podregistry.log.chronicle;

import java.nio.file.Path;
import java.util.List;

/** Says what is missing where a file of events does not go on from what comes before it. */
final class MissingDays {

    private MissingDays() {}

    /**
     * {@return the defect, with the events that are missing and the days whose files may have held them}
     *
     * @param days the files of events, oldest first
     * @param number which of them is broken
     * @param end the sequence of the last event before the break
     * @param readable what can be read behind it, in order
     * @param defect what is wrong there
     */
    static String in(List<Path> days, int number, long end, List<RawRecord> readable, String defect) {
        long next = readable.stream()
                .mapToLong(RawRecord::sequence)
                .filter(sequence -> sequence > 0)
                .findFirst()
                .orElse(0);
        if (next <= end + 1) {
            return defect;
        }
        String events = end + 2 == next
                ? "event #" + (end + 1) + " is"
                : "events #" + (end + 1) + " to #" + (next - 1) + " are";
        return events + " missing" + where(days, number) + "; " + defect;
    }

    private static String where(List<Path> days, int number) {
        long first = day(days.get(number));
        if (number == 0) {
            return ", and with them the files of the days before " + days.get(0).getFileName();
        }
        long before = day(days.get(number - 1));
        return first - before > 1
                ? ", and with them files of the days from " + DayFiles.name(before + 1) + " to "
                        + DayFiles.name(first - 1)
                : "";
    }

    private static long day(Path file) {
        return DayFiles.day(file.getFileName().toString());
    }
}
