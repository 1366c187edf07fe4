package dev.podregistry.log.chronicle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A file of events, read without Chronicle and without trust in anything it says.
 *
 * <pre>
 * header  4 bytes, little-endian: bit 31 not complete, bit 30 no data, the rest the length of what follows
 * content
 * 0 to 3 bytes, so that the next header begins at a multiple of four
 * header  …
 * </pre>
 *
 * <p>The first document describes the file, the second and now and then another are indexes; none of them is data. A data
 * document is a transaction: {@linkplain RawRecord records} one after the other. A header of zero is where the next
 * document will be published, {@code c0000000} says that the next file has it. Behind a header of zero there may be
 * anything: what a writer had begun when it died.
 */
final class RawDay implements AutoCloseable {

    private static final int NOT_COMPLETE = 1 << 31;
    private static final int NO_DATA = 1 << 30;
    private static final int END_MARK = NOT_COMPLETE | NO_DATA;
    private static final int RECORD = 0xc6;

    private final Path path;
    private final FileWindow file;

    private RawDay(Path path, FileWindow file) {
        this.path = path;
        this.file = file;
    }

    /**
     * A complete document.
     *
     * @param offset of its header
     * @param length of its content
     * @param data whether it is a transaction
     */
    record Doc(long offset, int length, boolean data) {

        long content() {
            return offset + Integer.BYTES;
        }

        long end() {
            return content() + length;
        }

        long next() {
            return (end() + 3) & -4L;
        }
    }

    static RawDay open(Path path) throws IOException {
        return new RawDay(path, FileWindow.open(path));
    }

    Path path() {
        return path;
    }

    FileWindow file() {
        return file;
    }

    static boolean isIncomplete(int header) {
        return (header & NOT_COMPLETE) != 0;
    }

    static boolean isData(int header) {
        return (header & NO_DATA) == 0;
    }

    static int length(int header) {
        return header & (NO_DATA - 1);
    }

    /** {@return the complete document whose header is here, or null when there is none that fits into the file} */
    @Nullable
    Doc document(long offset) throws IOException {
        int header = file.intAt(offset);
        Doc document = new Doc(offset, length(header), isData(header));
        return header == 0 || isIncomplete(header) || document.end() > file.size() ? null : document;
    }

    /** {@return all complete documents from the first one on, of whatever content} */
    List<Doc> documents() throws IOException {
        List<Doc> documents = new ArrayList<>();
        for (Doc document = document(0); document != null; document = document(document.next())) {
            documents.add(document);
        }
        return documents;
    }

    /** {@return whether what is here is neither a document nor a place for one, but bytes that nobody can have written} */
    boolean isBroken(long offset) throws IOException {
        int header = file.intAt(offset);
        return header != 0 && !isIncomplete(header) && document(offset) == null;
    }

    boolean isMarkedAsEnded(long offset) throws IOException {
        return file.intAt(offset) == END_MARK;
    }

    /** {@return the records of a document; null when its content is anything else} */
    @Nullable
    List<RawRecord> records(Doc document) throws IOException {
        List<RawRecord> records = new ArrayList<>();
        for (long offset = document.content(); offset < document.end(); ) {
            RawRecord record = RawRecord.at(file, offset, document.end());
            if (record == null) {
                return null;
            }
            records.add(record);
            offset = record.end();
        }
        return records.isEmpty() ? null : records;
    }

    /** {@return whether the content has a zero byte, which no record has; pages that were lost are zeros} */
    boolean hasGap(Doc document) throws IOException {
        for (long offset = document.content(); offset < document.end(); offset++) {
            if (file.byteAt(offset) == 0) {
                return true;
            }
        }
        return false;
    }

    /** {@return the first complete document at or behind the offset whose first record is consistent and accepted} */
    @Nullable
    Doc find(long from, Predicate<RawRecord> accepted) throws IOException {
        for (long offset = nextRecord(from); offset >= 0; offset = nextRecord(offset + 1)) {
            Doc document = offset % 4 == 0 && offset >= 4 ? document(offset - 4) : null;
            if (document != null && document.data()) {
                RawRecord record = RawRecord.at(file, offset, document.end());
                if (record != null && record.isConsistent() && accepted.test(record)) {
                    return document;
                }
            }
        }
        return null;
    }

    /** {@return whether no transaction follows at the offset, but one does further on} */
    boolean leavesOut(long from) throws IOException {
        long offset = (from + 3) & -4L;
        Doc document = document(offset);
        while (document != null && !document.data()) {
            offset = document.next();
            document = document(offset);
        }
        return document == null && find(offset, record -> true) != null;
    }

    /** {@return every consistent record that begins at or behind the offset, in a document or not} */
    List<RawRecord> salvage(long from) throws IOException {
        List<RawRecord> records = new ArrayList<>();
        long offset = nextRecord(from);
        while (offset >= 0) {
            RawRecord record = RawRecord.at(file, offset, file.size());
            boolean sound = record != null && record.isConsistent();
            if (sound) {
                records.add(record);
            }
            offset = nextRecord(record != null && sound ? record.end() : offset + 1);
        }
        return records;
    }

    private long nextRecord(long from) throws IOException {
        long offset = from;
        while (offset < file.size()) {
            if (offset % FileWindow.PAGE == 0 && file.isBlank(offset)) {
                offset += FileWindow.PAGE;
            } else if (file.byteAt(offset) == RECORD && file.byteAt(offset + 1) == 'r') {
                return offset;
            } else {
                offset++;
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
