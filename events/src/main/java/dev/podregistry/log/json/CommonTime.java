package dev.podregistry.log.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times that clocks show, {@code 2026-01-31T12:00:00Z} or with a fraction of 3, 6 or 9 digits.
 *
 * <p>{@link Instant#parse} is made for every form of a time; here is nothing but digits in their places.
 */
final class CommonTime {

    private static final String FORM = "0000-00-00T00:00:00";
    private static final int SECONDS_OF_DAY = 86_400;

    private CommonTime() {}

    /** {@return the time, or null when it is none, one of another year, or not as {@link Instant#toString} writes it} */
    static @Nullable Instant parse(String text) {
        int last = text.length() - 1;
        if (last < FORM.length() || text.charAt(last) != 'Z' || !hasForm(text)) {
            return null;
        }
        int nanos = last == FORM.length() ? 0 : fraction(text, last);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (nanos < 0 || hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        try {
            LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
            return Instant.ofEpochSecond(
                    date.toEpochDay() * SECONDS_OF_DAY + (hour * 60 + minute) * 60 + second, nanos);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static boolean hasForm(String text) {
        for (int i = 0; i < FORM.length(); i++) {
            char form = FORM.charAt(i);
            if (form == '0' ? !isDigit(text.charAt(i)) : text.charAt(i) != form) {
                return false;
            }
        }
        return true;
    }

    /** {@return the nanoseconds from the point up to {@code end}, or -1 when they would be written in another way} */
    private static int fraction(String text, int end) {
        int from = FORM.length() + 1;
        int digits = end - from;
        if (text.charAt(from - 1) != '.' || digits != 3 && digits != 6 && digits != 9) {
            return -1;
        }
        for (int i = from; i < end; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
        }
        int value = number(text, from, end);
        if (value % 1_000 == 0) {
            return -1;
        }
        return digits == 9 ? value : digits == 6 ? value * 1_000 : value * 1_000_000;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
