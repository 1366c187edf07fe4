package dev.podregistry.log.chronicle.raw;

import dev.podregistry.log.chronicle.disk.FileWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Chronicle's own pointers into a file of events, which it follows blindly.
 *
 * <pre>
 * first document   … writePosition  two longs: the offset of the last transaction, and its number
 *                  … index2Index    a long: the offset of the index of indexes
 * index2index      longs: offsets of indexes
 * index            longs: offsets of every 256th transaction
 * </pre>
 *
 * <p>After a loss of power they may point at what is not there. A writer that died may have left them one step behind. One
 * that is at work publishes a document first, and moves its pointers then.
 */
final class Pointers {

    /** Less than Chronicle maps beyond any place where it writes. */
    private static final int MARGIN = 64 << 10;

    private static final int PADDING = 0x8f;
    private static final int PADDING_WITH_LENGTH = 0x8e;
    private static final int LONG = 0xa7;
    private static final int LONGS = 0x8d;

    private final RawDay day;
    private final FileWindow file;
    private final RawDay.Doc description;
    private final long lastButOne;
    /** In order, as the indexes are. */
    private long[] transactions;

    private long[] indexes;
    private long end;

    private Pointers(RawDay day, List<RawDay.Doc> documents) {
        this.day = day;
        this.file = day.file();
        this.description = documents.get(0);
        this.transactions = offsets(documents, true);
        this.indexes = offsets(documents, false);
        this.lastButOne = transactions.length < 2 ? 0 : transactions[transactions.length - 2];
        this.end = documents.get(documents.size() - 1).next();
    }

    private static long[] offsets(List<RawDay.Doc> documents, boolean data) {
        return documents.stream()
                .filter(document -> document.data() == data)
                .mapToLong(RawDay.Doc::offset)
                .toArray();
    }

    /**
     * {@return whether every pointer leads where it should}
     *
     * @param documents all documents of the file, in order; if others are published meanwhile, pointers may lead to those
     */
    static boolean lead(RawDay day, List<RawDay.Doc> documents) throws IOException {
        day.file().refresh();
        return new Pointers(day, documents).lead();
    }

    /**
     * {@return whether the file begins as Chronicle's do, or not at all yet, and reaches beyond its last transaction far
     * enough to be mapped; touching mapped memory that has no file behind it is an error that strikes anywhere, or the end
     * of the JVM, and a file whose first header looks unfinished a writer would rename}
     */
    static boolean stayInside(RawDay day) throws IOException {
        RawDay.Doc description = day.document(0);
        if (description == null) {
            return day.isUnborn();
        }
        RawDay.Doc index = description.data() ? null : day.document(description.next());
        if (index == null || index.data() || !Description.isOfEvents(day.file())) {
            return false;
        }
        Pointers pointers = new Pointers(day, List.of(description));
        long position = pointers.behind(description, "writePosition");
        long last = position < 0 ? -1 : day.file().longAt(position + 1 + 2 * Long.BYTES);
        RawDay.Doc document = last < 0 ? null : day.document(last);
        return document != null && document.next() + MARGIN <= day.file().size();
    }

    /**
     * {@return where the file says that its last transaction begins; -1 when it says nothing that can be believed}
     *
     * <p>The second long repeats the offset, before the number, so that the two are believed only together.
     */
    static long lastWritten(RawDay day) throws IOException {
        RawDay.Doc description = day.document(0);
        if (description == null) {
            return -1;
        }
        long position = new Pointers(day, List.of(description)).behind(description, "writePosition");
        if (position < 0 || day.file().byteAt(position) != LONGS) {
            return -1;
        }
        long values = position + 1 + 2 * Long.BYTES;
        long offset = day.file().longAt(values);
        return day.file().longAt(values + Long.BYTES) >>> Integer.SIZE == offset ? offset : -1;
    }

    private boolean lead() throws IOException {
        long position = behind(description, "writePosition");
        long index = behind(description, "index2Index");
        if (position < 0 || index < 0 || file.byteAt(position) != LONGS || file.byteAt(index) != LONG) {
            return false;
        }
        long written = file.longAt(position + 1 + 2 * Long.BYTES);
        long root = file.longAt(index + 1);
        return written >= lastButOne
                && (written == 0 || leadsTo(written, true))
                && (root == 0 ? indexes.length == 1 : isIndexed(root));
    }

    private boolean isIndexed(long root) throws IOException {
        for (long index : indexes) {
            if (index == description.offset()) {
                continue;
            }
            boolean top = index == root;
            if (!leads(index, top ? "index2index" : "index", !top)) {
                return false;
            }
        }
        return leadsTo(root, false);
    }

    private boolean leads(long index, String name, boolean data) throws IOException {
        RawDay.Doc document = new RawDay.Doc(index, file.intAt(index) & ((1 << 30) - 1), false);
        long array = behind(document, name);
        if (array < 0 || file.byteAt(array) != LONGS) {
            return false;
        }
        long capacity = file.longAt(array + 1);
        long values = array + 1 + 2 * Long.BYTES;
        if (capacity < 0 || capacity > (document.end() - values) / Long.BYTES) {
            return false;
        }
        for (long i = 0; i < capacity; i++) {
            long value = file.longAt(values + i * Long.BYTES);
            if (value != 0 && !leadsTo(value, data)) {
                return false;
            }
        }
        return true;
    }

    private boolean leadsTo(long offset, boolean data) throws IOException {
        if (offset >= end) {
            goOn();
        }
        return Arrays.binarySearch(data ? transactions : indexes, offset) >= 0;
    }

    /** What a pointer leads to was published before the pointer was read. */
    private void goOn() throws IOException {
        file.refresh();
        List<RawDay.Doc> more = day.documents(end);
        transactions = join(transactions, offsets(more, true));
        indexes = join(indexes, offsets(more, false));
        end = more.isEmpty() ? end : more.get(more.size() - 1).next();
    }

    private static long[] join(long[] offsets, long[] more) {
        return LongStream.concat(LongStream.of(offsets), LongStream.of(more)).toArray();
    }

    /** {@return where the value of a field begins, -1 when the document has no such field} */
    private long behind(RawDay.Doc document, String field) throws IOException {
        byte[] name = field.getBytes(StandardCharsets.US_ASCII);
        byte[] begin = file.bytesAt(document.content(), Math.min(document.length(), 256));
        for (int at = 1; at + name.length < begin.length; at++) {
            if (matches(begin, at, name)) {
                return withoutPadding(file, document.content() + at + name.length);
            }
        }
        return -1;
    }

    private static boolean matches(byte[] bytes, int at, byte[] name) {
        if ((bytes[at - 1] & 0x1f) != name.length && bytes[at - 1] != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[at + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** {@return where a value begins, behind what Chronicle fills up with so that it can be changed in place} */
    static long withoutPadding(FileWindow file, long offset) throws IOException {
        long at = offset;
        while (true) {
            int code = file.byteAt(at);
            if (code == PADDING) {
                at++;
            } else if (code == PADDING_WITH_LENGTH) {
                at += 1 + Integer.BYTES + (file.intAt(at + 1) & 0xff);
            } else {
                return at;
            }
        }
    }
}
