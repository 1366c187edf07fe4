package dev.podregistry.log.chronicle.raw;

import dev.podregistry.log.chronicle.disk.FileWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
 * document will be published, {@code c0000000} says that the next file has it. Behind either there may be
 * anything: what a writer had begun when it died. {@code 80000000} is the first header of a file that is being created.
 * Any other header with bit 31 is none that Chronicle writes.
 */
public final class RawDay implements AutoCloseable {

    private static final int NOT_COMPLETE = 1 << 31;
    private static final int NO_DATA = 1 << 30;
    private static final int END_MARK = NOT_COMPLETE | NO_DATA;
    private static final int UNFINISHED = NOT_COMPLETE;
    private static final byte[] RECORD = "_record_".getBytes(StandardCharsets.ISO_8859_1);

    /** So many zeros in a row are no part of a record, but what is left where bytes were lost. */
    private static final int HOLE = 16;

    static {
        RECORD[0] = (byte) 0xc6;
        RECORD[RECORD.length - 1] = (byte) 0xb8;
    }

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
    public record Doc(long offset, int length, boolean data) {

        long content() {
            return offset + Integer.BYTES;
        }

        long end() {
            return content() + length;
        }

        public long next() {
            return (end() + 3) & -4L;
        }
    }

    public static RawDay open(Path path) throws IOException {
        return new RawDay(path, FileWindow.open(path));
    }

    Path path() {
        return path;
    }

    FileWindow file() {
        return file;
    }

    public static boolean isIncomplete(int header) {
        return (header & NOT_COMPLETE) != 0;
    }

    public static boolean isData(int header) {
        return (header & NO_DATA) == 0;
    }

    /** {@return whether nobody writes such a header behind a transaction} */
    public static boolean isForeign(int header) {
        return isIncomplete(header) && header != UNFINISHED && header != END_MARK;
    }

    public static boolean beginsRecord(int firstByte) {
        return firstByte == (RECORD[0] & 0xff);
    }

    /** {@return whether this may be the header of a document that is no transaction} */
    public static boolean isDescription(int header) {
        return header > 0 && !isData(header);
    }

    public static int length(int header) {
        return header & (NO_DATA - 1);
    }

    /** {@return the complete document whose header is here, or null when there is none that fits into the file} */
    @Nullable
    public Doc document(long offset) throws IOException {
        int header = file.intAt(offset);
        Doc document = new Doc(offset, length(header), isData(header));
        return header == 0 || isIncomplete(header) || document.end() > file.size() ? null : document;
    }

    /** {@return all complete documents from the first one on, of whatever content} */
    public List<Doc> documents() throws IOException {
        return documents(0);
    }

    /** {@return all complete documents from the one on that begins at the offset} */
    public List<Doc> documents(long from) throws IOException {
        List<Doc> documents = new ArrayList<>();
        for (Doc document = document(from); document != null; document = document(document.next())) {
            documents.add(document);
        }
        return documents;
    }

    /** {@return whether there is what Chronicle leaves where no document is: nothing, one that is being begun, an end mark} */
    boolean isPlace(long offset) throws IOException {
        int header = file.intAt(offset);
        return header == 0 || header == UNFINISHED || (header == END_MARK && offset > 0);
    }

    /** {@return whether what is here is neither a document nor a place for one, but bytes that nobody can have written} */
    boolean isBroken(long offset) throws IOException {
        return !isPlace(offset) && document(offset) == null;
    }

    /** {@return whether the file was begun, but holds nothing yet: all zeros, or a first header that is being made} */
    boolean isUnborn() throws IOException {
        int header = file.intAt(0);
        return header == UNFINISHED ? salvage(0).isEmpty() : header == 0 && isBlank();
    }

    private boolean isBlank() throws IOException {
        for (long page = 0; page < file.size(); page += FileWindow.PAGE) {
            if (!file.isBlank(page)) {
                return false;
            }
        }
        return true;
    }

    boolean isMarkedAsEnded(long offset) throws IOException {
        return file.intAt(offset) == END_MARK;
    }

    /** {@return the records of a document; null when its content is anything else} */
    @Nullable
    public List<RawRecord> records(Doc document) throws IOException {
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

    /** {@return whether a document that is no transaction begins with a record, so that its header lies} */
    boolean hidesRecord(Doc document) throws IOException {
        RawRecord record = document.data() ? null : RawRecord.at(file, document.content(), file.size());
        return record != null && record.isConsistent();
    }

    /**
     * {@return whether a loss of power explains that a transaction is not whole: it begins as one, unless its beginning was
     * lost, and some of it is missing; what was lost is zeros, or beyond the end of the file}
     *
     * @param offset of its header, which says how long it is
     */
    boolean isTorn(long offset) throws IOException {
        int header = file.intAt(offset);
        Doc document = new Doc(offset, length(header), isData(header));
        return !isIncomplete(header) && document.data() && beginsAsTransaction(document) && hasGap(document);
    }

    private boolean beginsAsTransaction(Doc document) throws IOException {
        long page = (document.content() / FileWindow.PAGE + 1) * FileWindow.PAGE;
        int there = (int) Math.min(RECORD.length, Math.min(page - document.content(), document.length()));
        byte[] begin = file.bytesAt(document.content(), there);
        return Arrays.equals(begin, new byte[there]) || Arrays.equals(begin, 0, there, RECORD, 0, there);
    }

    private boolean hasGap(Doc document) throws IOException {
        long end = Math.min(document.end(), file.size());
        long zerosFrom = document.content();
        for (long offset = document.content(); offset < end; offset++) {
            if (file.byteAt(offset) != 0) {
                zerosFrom = offset + 1;
            }
            long zeros = offset + 1 - zerosFrom;
            boolean pageEnds = (offset + 1) % FileWindow.PAGE == 0 || offset + 1 == end;
            if (zeros >= HOLE || (zeros > 0 && pageEnds && isPageLost(document, zerosFrom))) {
                return true;
            }
        }
        return document.end() > file.size();
    }

    private static boolean isPageLost(Doc document, long zerosFrom) {
        return zerosFrom % FileWindow.PAGE == 0 || zerosFrom == document.content();
    }

    /** {@return the records that follow each other from this one on, as the transaction that they are} */
    Doc run(RawRecord first) throws IOException {
        RawRecord last = first;
        RawRecord next = last;
        while (next != null) {
            last = next;
            next = RawRecord.at(file, last.end(), file.size());
            next = next != null && next.isConsistent() && next.follows(last) ? next : null;
        }
        return new Doc(first.offset() - Integer.BYTES, (int) (last.end() - first.offset()), true);
    }

    /**
     * {@return whether a run of records was published, though its header is damaged}
     *
     * <p>A writer that died before that has left a place there, and one that lost pages a header that reaches farther.
     */
    boolean isMisheaded(Doc run) throws IOException {
        int header = file.intAt(run.offset());
        long said = run.content() + length(header);
        boolean cut = !isIncomplete(header)
                && said > run.end()
                && (run.end() % FileWindow.PAGE == 0 || run.end() >= file.size());
        return !isPlace(run.offset()) && !cut && !isBroken(run.next());
    }

    /** {@return the first consistent record at or behind the offset that is accepted, in a document or not; null if none is} */
    @Nullable
    RawRecord record(long from, Predicate<RawRecord> accepted) throws IOException {
        for (long offset = nextRecord(from); offset >= 0; offset = nextRecord(offset + 1)) {
            RawRecord record = RawRecord.at(file, offset, file.size());
            if (record != null && record.isConsistent() && accepted.test(record)) {
                return record;
            }
        }
        return null;
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

    /** {@return whether a transaction follows at the offset, or behind documents that are none} */
    public boolean isTransactionAt(long from) throws IOException {
        Doc document = document((from + 3) & -4L);
        while (document != null && !document.data()) {
            document = document(document.next());
        }
        return document != null;
    }

    /** {@return the first transaction that headers lead to, null when they lead to none} */
    @Nullable
    public Doc firstData() throws IOException {
        Doc document = document(0);
        while (document != null && !document.data()) {
            document = document(document.next());
        }
        return document;
    }

    /** {@return the first record that headers lead to; null when they lead to none, or it is not consistent} */
    @Nullable
    RawRecord first() throws IOException {
        Doc document = firstData();
        RawRecord first = document == null ? null : RawRecord.at(file, document.content(), document.end());
        return first != null && first.isConsistent() ? first : null;
    }

    /** {@return where a transaction was left out, when none follows at the offset, but one does further on; or null} */
    @Nullable
    public Long leftOut(long from) throws IOException {
        file.refresh();
        long offset = (from + 3) & -4L;
        Doc document = document(offset);
        while (document != null && !document.data()) {
            if (hidesRecord(document)) {
                return offset;
            }
            offset = document.next();
            document = document(offset);
        }
        return document == null && (isBroken(offset) || find(from, record -> true) != null) ? offset : null;
    }

    /** {@return every consistent record that begins at or behind the offset, in a document or not} */
    public List<RawRecord> salvage(long from) throws IOException {
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
            } else if (file.byteAt(offset) == (RECORD[0] & 0xff) && file.byteAt(offset + 1) == 'r') {
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
