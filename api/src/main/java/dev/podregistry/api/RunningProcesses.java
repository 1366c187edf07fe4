package dev.podregistry.api;

import dev.podregistry.model.ProcessIdentity;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Processes that were seen running, each with a file below its {@code /proc/<pid>} that is kept open, so that asking again
 * costs a read. Thread-safe.
 *
 * <p>Such a file goes on to be about the process that had the pid when it was opened, whoever has it later. It is
 * {@code statm}, the cheapest: it counts the pages of a process, and one that has ended has none.
 */
final class RunningProcesses {

    /** How many files are kept open; for one more, some other is closed. */
    static final int MOST = 256;

    private final Map<ProcessIdentity, Pages> open = new ConcurrentHashMap<>();

    /** {@return whether the process is known to run on; if not, it may do so all the same} */
    boolean runs(ProcessIdentity process) {
        Pages pages = open.get(process);
        if (pages == null) {
            return false;
        }
        boolean any = pages.areAny();
        if (!any && open.remove(process, pages)) {
            pages.close();
        }
        return any;
    }

    /** {@return the pages of whatever process has the pid now, or null when they are not shown} */
    @Nullable
    Pages open(Path folder) {
        try {
            return new Pages(new RandomAccessFile(folder.resolve("statm").toFile(), "r"));
        } catch (IOException e) {
            return null;
        }
    }

    /** Keeps what was {@linkplain #open opened} before {@code process} was seen running. */
    void keep(ProcessIdentity process, Pages pages) {
        if (open.size() >= MOST) {
            closeOne();
        }
        if (open.putIfAbsent(process, pages) != null) {
            pages.close();
        }
    }

    /** Of many that have ended and are not asked about any more, nothing is heard; so any may have to go. */
    private void closeOne() {
        Iterator<Map.Entry<ProcessIdentity, Pages>> any = open.entrySet().iterator();
        if (any.hasNext()) {
            Map.Entry<ProcessIdentity, Pages> other = any.next();
            if (open.remove(other.getKey(), other.getValue())) {
                other.getValue().close();
            }
        }
    }

    /** The pages of one process, as long as there are any. */
    static final class Pages {

        private final RandomAccessFile file;
        private final byte[] first = new byte[1];

        private Pages(RandomAccessFile file) {
            this.file = file;
        }

        synchronized boolean areAny() {
            try {
                file.seek(0);
                return file.read(first) == 1 && first[0] > '0' && first[0] <= '9';
            } catch (IOException e) {
                // The process is gone for good, or another thread has found that out and closed the file.
                return false;
            }
        }

        synchronized void close() {
            try {
                file.close();
            } catch (IOException e) {
                // Nothing was written.
            }
        }
    }
}
