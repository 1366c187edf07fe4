package dev.podregistry.log.chronicle.raw;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.disk.FileWindow;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as its bytes say it, wherever in a file they were found.
 *
 * @param link what it holds
 * @param offset where it begins
 * @param end where it ends
 */
public record RawRecord(Document.Link link, long offset, long end) {

    /** How a line begins: what stands before its first numbers. */
    private static final List<String> NUMBERS = List.of("{\"schema\":", ",\"sequence\":", ",\"synced\":");

    private static final int MOST_DIGITS = 18;

    /** {@return the record that begins at the offset and ends by {@code limit}, or null when there is none} */
    static @Nullable RawRecord at(FileWindow file, long offset, long limit) throws IOException {
        try {
            int length = Document.lengthOf(file.bytesAt(offset, Document.HEAD));
            if (length > limit - offset) {
                return null;
            }
            Document.Link link = Document.read(file.bytesAt(offset, length)).get(0);
            return isPrintable(link.line()) ? new RawRecord(link, offset, offset + length) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isPrintable(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) < ' ') {
                return false;
            }
        }
        return true;
    }

    /** {@return whether its hash is the hash of what it holds} */
    public boolean isConsistent() {
        return link.previous().next(link.bytes()).equals(link.hash());
    }

    /** {@return whether it is the next link behind a position} */
    boolean goesOnFrom(LogPosition end) {
        return sequence() == end.sequence() + 1 && link.previous().equals(end.hash());
    }

    /** {@return whether it is the link behind another} */
    boolean follows(RawRecord before) {
        return sequence() == before.sequence() + 1
                && link.previous().equals(before.link().hash());
    }

    /** {@return the sequence that its line gives, 0 when it gives none} */
    public long sequence() {
        return number(link.line(), 1);
    }

    /** {@return the sequence that it knows to be on the disk, 0 when none} */
    long synced() {
        return number(link.line(), 2);
    }

    /** {@return the number of a line's field, 0 when the line does not begin as lines do, up to that field} */
    private static long number(String line, int field) {
        int at = 0;
        long number = 0;
        for (int i = 0; i <= field; i++) {
            if (!line.startsWith(NUMBERS.get(i), at)) {
                return 0;
            }
            int begin = at + NUMBERS.get(i).length();
            at = line.indexOf(',', begin);
            number = at < 0 ? 0 : number(line, begin, at);
        }
        return number;
    }

    private static long number(String line, int begin, int end) {
        long number = 0;
        for (int i = begin; i < end; i++) {
            int digit = line.charAt(i) - '0';
            if (digit < 0 || digit > 9 || end - begin > MOST_DIGITS) {
                return 0;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** {@return what is wrong with a link that is not the next of the chain, though it stands where that should} */
    public static String strange(Document.Link link, long sequence) {
        long said = number(link.line(), 1);
        String defect = "it does not build on the event before it";
        return said == sequence || said == 0 ? defect : defect + ", and says that it is number " + said;
    }
}
