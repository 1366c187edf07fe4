package dev.podregistry.log.chronicle;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.time.InstantSource;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.WriteAfterEOFException;
import org.jspecify.annotations.Nullable;

/**
 * Appends documents to the queue. Every call must be made under the registry's lock.
 *
 * <p>Files follow one another by days, and Chronicle reads them in that order; a clock behind the newest file is taken to
 * stand at that file's day.
 */
final class QueueWriter implements AutoCloseable {

    private final RegistryDirectory directory;
    private final InstantSource clock;
    private @Nullable Open open;
    private @Nullable File current;

    QueueWriter(RegistryDirectory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** Creates the queue where it is missing. */
    void open() throws Exception {
        if (open == null) {
            open = OwnThread.call("log opener", () -> new Open(Queues.SMALL_BLOCK));
        }
    }

    /**
     * Appends a document, all of it or nothing.
     *
     * @param document the document
     * @param sizeBefore the bytes of the one before it: a writer must be able to step over that with one block
     * @throws Exception when it is not known whether the document is in the queue; the writer has to be closed, and can
     *     be used again after that
     */
    void append(Bytes<?> document, long sizeBefore) throws Exception {
        boolean great = Math.max(sizeBefore, document.readRemaining()) > Queues.capacity(Queues.SMALL_BLOCK);
        if (open != null && great && open.block < Queues.GREAT_BLOCK) {
            close();
        }
        Open ready = open;
        if (ready == null || ready.rolls()) {
            open = OwnThread.call("log appender", () -> {
                Open opened = ready == null ? new Open(great ? Queues.GREAT_BLOCK : Queues.SMALL_BLOCK) : ready;
                opened.write(document);
                return opened;
            });
        } else {
            ready.write(document);
        }
    }

    @Override
    public void close() {
        Open ready = open;
        open = null;
        current = null;
        if (ready != null) {
            ready.close();
        }
    }

    /** The queue while it is open. */
    private final class Open {

        private final int block;
        private final SingleChronicleQueue queue;
        private final ChronicleWriteLock lock;
        private final ExcerptAppender appender;
        private long newestDay;

        Open(int block) throws IOException {
            this.block = block;
            queue = Queues.writing(directory.queue(), block, this::millis);
            RegistryDirectory.makePrivate(directory.table());
            lock = new ChronicleWriteLock(directory.table());
            lock.breakIt();
            appender = queue.createAppender();
            appender.singleThreadedCheckDisabled(true);
        }

        private long millis() {
            return Math.max(clock.millis(), newestDay);
        }

        /** {@return whether the next document begins a file, seen from what others have created so far} */
        boolean rolls() {
            newestDay = (long) Math.max(0, queue.lastCycle()) * Queues.DAILY.lengthInMillis();
            return appender.currentFile() == null || appender.cycle() != millis() / Queues.DAILY.lengthInMillis();
        }

        void write(Bytes<?> document) throws IOException {
            lock.breakIt();
            DocumentContext context = begin();
            try {
                requireNonNull(context.wire()).bytes().write(document);
            } catch (Throwable e) {
                context.rollbackOnClose();
                throw e;
            } finally {
                context.close();
            }
            File file = requireNonNull(appender.currentFile());
            if (!file.equals(current)) {
                RegistryDirectory.makePrivate(file.toPath());
                current = file;
            }
        }

        /** Begins a document; if the newest file has its end mark already, though nobody came to begin the next, there. */
        private DocumentContext begin() {
            try {
                return appender.writingDocument();
            } catch (WriteAfterEOFException e) {
                newestDay = (appender.cycle() + 1L) * Queues.DAILY.lengthInMillis();
                return appender.writingDocument();
            }
        }

        void close() {
            appender.close();
            lock.close();
            queue.close();
        }
    }
}
