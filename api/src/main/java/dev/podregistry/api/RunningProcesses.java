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

    /** How many files are kept open at the most, however many descriptors there are. */
    static final int MOST = 256;

    /** The part of all descriptors that a process may have which is taken for them. */
    private static final int PART = 8;

    /** How many when the limit is not known. */
    private static final int FEW = 16;

    private final int most;

    private final Map<ProcessIdentity, Pages> open = new ConcurrentHashMap<>();

    /**
     * Keeps none yet.
     *
     * @param most how many are kept open; for one more, some other is closed
     */
    RunningProcesses(int most) {
        this.most = most;
    }

    /** {@return how many files to keep open, by the limit that {@code proc} shows for this process} */
    static int share(Path proc) {
        try {
            String limits = ProcFile.read(proc.resolve("self/limits"));
            String soft = ProcFile.words(limits, "Max open files").get(0);
            return soft.equals("unlimited") ? MOST : (int) Math.min(MOST, Long.parseLong(soft) / PART);
        } catch (IOException | RuntimeException e) {
            return FEW;
        }
    }

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
        if (most == 0) {
            pages.close();
            return;
        }
        if (open.size() >= most) {
            closeOne();
        }
        if (open.putIfAbsent(process, pages) != null) {
            pages.close();
        }
    }

    /**
     * Closes some file; of many that have ended and are not asked about any more, nothing is heard, so any may have to go.
     *
     * @return whether there was one
     */
    boolean closeOne() {
        Iterator<Map.Entry<ProcessIdentity, Pages>> any = open.entrySet().iterator();
        if (!any.hasNext()) {
            return false;
        }
        Map.Entry<ProcessIdentity, Pages> other = any.next();
        if (open.remove(other.getKey(), other.getValue())) {
            other.getValue().close();
        }
        return true;
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
