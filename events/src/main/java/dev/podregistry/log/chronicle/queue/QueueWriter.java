package dev.podregistry.log.chronicle.queue;

import static java.util.Objects.requireNonNull;

import dev.podregistry.log.chronicle.disk.DayNames;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.OwnThread;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.raw.DayFiles;
import dev.podregistry.log.chronicle.raw.Inspection;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.WriteAfterEOFException;
import org.jspecify.annotations.Nullable;

/**
 * Appends documents to the queue. Every call must be made under the registry's lock.
 *
 * <p>Files follow one another by days, and Chronicle reads them in that order; a clock behind the newest file is taken to
 * stand at that file's day.
 */
public final class QueueWriter implements AutoCloseable {

    private static final long LAST_SECOND = DayNames.LAST_DAY * TimeUnit.DAYS.toSeconds(1);

    private final RegistryDirectory directory;
    private final InstantSource clock;
    private final Fsync fsync;
    private final Allocation allocation = new Allocation();
    private @Nullable Open open;
    private @Nullable OpenFile current;
    private @Nullable FoldedEnd end;
    private boolean published;
    private @Nullable TableBefore before;

    public QueueWriter(RegistryDirectory directory, InstantSource clock) {
        this(directory, clock, Fsync.SYSTEM);
    }

    /**
     * Creates a writer that has opened nothing yet.
     *
     * @param fsync puts the file of a new day on the disk before anything says that it is there
     */
    public QueueWriter(RegistryDirectory directory, InstantSource clock, Fsync fsync) {
        this.directory = directory;
        this.clock = clock;
        this.fsync = fsync;
    }

    /** Creates the queue where it is missing. */
    public void open() throws Exception {
        if (open == null) {
            before = TableBefore.of(directory.table());
            open = OwnThread.call("log opener", () -> new Open(Queues.SMALL_BLOCK));
        }
    }

    /**
     * Leaves the queue that was open, if another one has been put in its place.
     *
     * @param folding has read everything that was appended before
     */
    void follow(Folding folding) {
        if (open != null && !open.identity.equals(folding.queueInPlace())) {
            close();
        }
        end = folding.end();
        allocation.lookFrom(folding.foothold());
    }

    /** As {@link #append(Bytes, int)}, with nothing to be left. */
    public void append(Bytes<?> document) throws Exception {
        append(document, 0);
    }

    /**
     * Appends a document, all of it or nothing.
     *
     * @param spare how much room must be left for others in the file behind it
     * @throws UnwrittenException when it cannot be written, for want of room or otherwise; nothing was appended
     * @throws Exception when it is not known whether the document is in the queue, unless {@link #mayBeThere} says that it
     *     is not; the writer has to be closed, and can be used again after that
     */
    public void append(Bytes<?> document, int spare) throws Exception {
        published = false;
        if (!write(document, spare, Queues.SMALL_BLOCK)) {
            close();
            write(document, spare, Queues.GREAT_BLOCK);
        }
    }

    /**
     * {@return whether what was to be appended last may be in the queue}
     *
     * <p>Not before its header was about to say that it is complete; nor if no transaction is behind the end that was folded.
     * To be asked once the writer is closed, so that it writes nothing more.
     */
    boolean mayBeThere() {
        FoldedEnd folded = end;
        if (!published || folded == null) {
            return published;
        }
        try {
            return !Place.isNothingBehind(folded, directory);
        } catch (IOException e) {
            return true;
        }
    }

    /** {@return whether it was written, by the writer that is open or one with this block; if not, it takes a greater one} */
    private boolean write(Bytes<?> document, int spare, int block) throws Exception {
        Open ready = open;
        if (ready != null && !ready.rolls()) {
            return ready.write(document, spare);
        }
        return OwnThread.call("log appender", () -> {
            DayFiles.ready(directory);
            Open opened = ready == null ? new Open(block) : ready;
            open = opened;
            opened.beginUnborn();
            opened.rolls();
            return opened.write(document, spare);
        });
    }

    private long clockMillis() {
        return TimeUnit.SECONDS.toMillis(Math.max(0, Math.min(clock.instant().getEpochSecond(), LAST_SECOND)));
    }

    /** Closes, and leaves the table as it was before this was opened. */
    public void undo(Throwable reason) {
        close();
        try {
            if (before != null) {
                before.restore();
            }
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        Open ready = open;
        open = null;
        current = null;
        allocation.close();
        if (ready != null) {
            ready.close();
        }
    }

    /** The queue while it is open. */
    private final class Open {

        private final int block;
        private final Object identity;
        private final SingleChronicleQueue queue;
        private final ChronicleWriteLock lock;
        private final ExcerptAppender appender;
        private long newestDay;
        private long now;

        Open(int block) throws IOException {
            this.block = block;
            this.now = clockMillis();
            Allocation.secureTable(directory.table());
            if (block > Queues.SMALL_BLOCK) {
                secureNewest();
            }
            queue = Queues.writing(directory.queue(), block, () -> now);
            ChronicleWriteLock held = null;
            try {
                identity = directory.identity();
                held = new ChronicleWriteLock(directory.table());
                held.breakIt();
                beginUnborn();
                appender = queue.createAppender();
                appender.singleThreadedCheckDisabled(true);
            } catch (IOException | RuntimeException | Error e) {
                closeAll(null, held, queue);
                throw e;
            }
            lock = held;
        }

        private static void closeAll(
                @Nullable ExcerptAppender appender, @Nullable ChronicleWriteLock lock, SingleChronicleQueue queue) {
            try (queue;
                    lock;
                    appender) {
                // In this order, and each of them whatever becomes of the others.
            }
        }

        /** A file that its creator did not come to begin holds up readers, once Chronicle's table names it. */
        private void beginUnborn() throws IOException {
            for (Path day : directory.days()) {
                if (!DayFiles.isFinished(day) && Inspection.isUnborn(day)) {
                    int cycle = DayNames.day(day.getFileName().toString());
                    SingleChronicleQueueStore begun = queue.storeForCycle(cycle, queue.epoch(), true, null);
                    if (begun != null) {
                        queue.closeStore(begun);
                    }
                }
            }
        }

        /** {@return whether the next document begins a file, seen from what others have created so far} */
        boolean rolls() {
            newestDay = (long) Math.max(0, queue.lastCycle()) * Queues.DAILY.lengthInMillis();
            now = Math.max(clockMillis(), newestDay);
            return appender.currentFile() == null || appender.cycle() != now / Queues.DAILY.lengthInMillis();
        }

        /** {@return whether the document was written; if not, this block is too small} */
        boolean write(Bytes<?> document, int spare) throws IOException {
            if (document.readRemaining() > Queues.capacity(block)) {
                return false;
            }
            requireInPlace();
            secureSomewhere(document.readRemaining() + spare);
            if (!reaches()) {
                return false;
            }
            lock.breakIt();
            DocumentContext context = begin(document.readRemaining());
            try {
                Bytes<?> bytes = requireNonNull(context.wire()).bytes();
                requirePlace(bytes.writePosition() - Integer.BYTES);
                bytes.write(document);
                published = true;
            } catch (Throwable e) {
                context.rollbackOnClose();
                throw e;
            } finally {
                context.close();
            }
            return true;
        }

        /** Before any of its memory is touched. */
        private void requireInPlace() {
            OpenFile file = current;
            if (file != null) {
                file.requireInPlace(end != null && file.equals(end.file()) ? end.offset() : 0);
            }
        }

        /** What has begun is written only if it stands at its path, and where the decision has seen the end of the log. */
        private void requirePlace(long offset) throws IOException {
            Path path = requireNonNull(appender.currentFile()).toPath();
            OpenFile file = current;
            if (file == null || !file.path().equals(path)) {
                file = OpenFile.at(path);
                current = file;
            }
            FoldedEnd folded = end;
            if (folded == null) {
                return;
            }
            OpenFile read = folded.file();
            if (read != null && read.path().equals(path) && !read.equals(file)) {
                read.requireInPlace(folded.offset());
            }
            new Place(path, offset).requireBehind(folded, directory);
        }

        /** {@return whether the block is enough to step from what Chronicle takes for the last transaction to the end} */
        private boolean reaches() {
            return block == Queues.GREAT_BLOCK
                    || (allocation.lastSize() <= Queues.capacity(block) && allocation.lag() <= block / 2);
        }

        /** Chronicle maps a block of the newest file as soon as it is opened. */
        private void secureNewest() throws IOException {
            List<Path> days = directory.days();
            if (!days.isEmpty()) {
                allocation.secure(days.get(days.size() - 1), 0, block);
            }
        }

        /** Without room for another file, the newest takes what has room in it, as if the clock stood behind. */
        private void secureSomewhere(long bytes) throws IOException {
            try {
                secure(bytes);
            } catch (UnwrittenException e) {
                if (newestDay == 0 || now == newestDay) {
                    throw e;
                }
                now = newestDay;
                secure(bytes);
            }
        }

        private void secure(long bytes) throws IOException {
            Path day = directory.queue().resolve(DayNames.name(now / Queues.DAILY.lengthInMillis()));
            File file = appender.currentFile();
            boolean another = file == null || !file.toPath().equals(day);
            if (another) {
                List<Path> days = directory.days();
                if (!days.isEmpty() && !days.contains(day)) {
                    allocation.secure(days.get(days.size() - 1), 0, block);
                }
            }
            allocation.secure(day, bytes, block);
            if (another) {
                fsync.file(day);
                fsync.names(directory.queue());
            }
        }

        /** Begins a document; if the newest file has its end mark already, though nobody came to begin the next, there. */
        private DocumentContext begin(long bytes) throws IOException {
            try {
                return appender.writingDocument();
            } catch (WriteAfterEOFException e) {
                newestDay = (appender.cycle() + 1L) * Queues.DAILY.lengthInMillis();
                now = newestDay;
                secure(bytes);
                return appender.writingDocument();
            }
        }

        void close() {
            closeAll(appender, lock, queue);
        }
    }
}
