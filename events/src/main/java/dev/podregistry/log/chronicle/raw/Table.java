package dev.podregistry.log.chronicle.raw;

import dev.podregistry.log.chronicle.disk.DayNames;
import dev.podregistry.log.chronicle.disk.FileWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Chronicle's table says about the files of events, read without Chronicle.
 *
 * <pre>
 * header document
 * data document   b9 length "listing.highestCycle"  padding  a7  long
 * data document   b9 length "listing.lowestCycle"   padding  a7  long
 * …
 * </pre>
 *
 * @param lowest the first day that a file is named after; empty when it is not known
 * @param highest the last day that a file is named after; empty when it is not known
 */
record Table(OptionalInt lowest, OptionalInt highest) {

    private static final String LOWEST = "listing.lowestCycle";
    private static final String HIGHEST = "listing.highestCycle";

    /** What it says before there is a file. */
    private static final Set<Long> NO_DAY = Set.of(Long.MIN_VALUE, (long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE);

    private static final int EVENT_NAME = 0xb9;
    private static final int LONG = 0xa7;

    /** {@return what the table says; nothing where it is missing, unfinished or damaged} */
    static Table read(Path table) throws IOException {
        OptionalInt lowest = OptionalInt.empty();
        OptionalInt highest = OptionalInt.empty();
        if (Files.exists(table)) {
            try (RawDay raw = RawDay.open(table)) {
                for (RawDay.Doc document : raw.documents()) {
                    lowest = lowest.isPresent() ? lowest : day(raw.file(), document, LOWEST);
                    highest = highest.isPresent() ? highest : day(raw.file(), document, HIGHEST);
                }
            }
        }
        return new Table(lowest, highest);
    }

    /**
     * {@return whether it leads to every transaction}
     *
     * @param days the files of events, oldest first
     * @param first the first of them that has a transaction
     * @param last the last of them that has one
     */
    boolean fits(List<Path> days, Path first, Path last) {
        return lowest.isPresent()
                && highest.isPresent()
                && lowest.getAsInt() >= day(days.get(0))
                && lowest.getAsInt() <= day(first)
                && highest.getAsInt() >= day(last)
                && highest.getAsInt() <= day(days.get(days.size() - 1));
    }

    /** {@return whether it names days that may be; Chronicle looks for every day, and comes to no end with others} */
    static boolean isPlausible(Path table) throws IOException {
        try (RawDay raw = RawDay.open(table)) {
            for (RawDay.Doc document : raw.documents()) {
                for (String key : List.of(LOWEST, HIGHEST)) {
                    Long number = number(raw.file(), document, key);
                    if (number != null && !isDay(number) && !NO_DAY.contains(number)) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    private static int day(Path file) {
        return DayNames.day(file.getFileName().toString());
    }

    private static OptionalInt day(FileWindow file, RawDay.Doc document, String key) throws IOException {
        Long number = number(file, document, key);
        return number != null && isDay(number) ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
    }

    private static boolean isDay(long number) {
        return number >= 0 && number <= DayNames.LAST_DAY;
    }

    /** {@return what a document says about a key, null when it is about another} */
    private static @Nullable Long number(FileWindow file, RawDay.Doc document, String key) throws IOException {
        byte[] name = key.getBytes(StandardCharsets.US_ASCII);
        byte[] begin = file.bytesAt(document.content(), 2 + name.length);
        if (!document.data()
                || (begin[0] & 0xff) != EVENT_NAME
                || begin[1] != name.length
                || !Arrays.equals(begin, 2, begin.length, name, 0, name.length)) {
            return null;
        }
        long value = Pointers.withoutPadding(file, document.content() + begin.length);
        return file.byteAt(value) == LONG ? file.longAt(value + 1) : null;
    }
}
