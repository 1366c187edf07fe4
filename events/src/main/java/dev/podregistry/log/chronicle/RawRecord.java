package dev.podregistry.log.chronicle;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A record as its bytes say it, wherever in a file they were found.
 *
 * @param link what it holds
 * @param offset where it begins
 * @param end where it ends
 */
record RawRecord(Document.Link link, long offset, long end) {

    private static final Pattern BEGINNING =
            Pattern.compile("\\{\"schema\":\\d{1,9},\"sequence\":(\\d{1,18}),\"synced\":(\\d{1,18}),");

    /** {@return the record that begins at the offset and ends by {@code limit}, or null when there is none} */
    static @Nullable RawRecord at(FileWindow file, long offset, long limit) throws IOException {
        try {
            int length = Document.lengthOf(file.bytesAt(offset, Document.HEAD));
            if (length > limit - offset) {
                return null;
            }
            Document.Link link = Document.read(file.bytesAt(offset, length)).get(0);
            return isAscii(link.line()) ? new RawRecord(link, offset, offset + length) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isAscii(String line) {
        return line.chars().allMatch(character -> character >= ' ' && character < 0x80);
    }

    /** {@return whether its hash is the hash of what it holds} */
    boolean isConsistent() {
        return link.previous().next(link.bytes()).equals(link.hash());
    }

    /** {@return the sequence that its line gives, 0 when it gives none} */
    long sequence() {
        return number(1);
    }

    /** {@return the sequence that it knows to be on the disk, 0 when none} */
    long synced() {
        return number(2);
    }

    private long number(int group) {
        return number(link, group);
    }

    private static long number(Document.Link link, int group) {
        Matcher beginning = BEGINNING.matcher(link.line());
        return beginning.lookingAt() ? Long.parseLong(beginning.group(group)) : 0;
    }

    /** {@return what is wrong with a link that is not the next of the chain, though it stands where that should} */
    static String strange(Document.Link link, long sequence) {
        long said = number(link, 1);
        String defect = "it does not build on the event before it";
        return said == sequence || said == 0 ? defect : defect + ", and says that it is number " + said;
    }
}
