package dev.podregistry.log.chronicle.queue;

import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts the queue's files on the disk with the system's {@code fsync}.
 *
 * <p>Chronicle's own sync is not used: by default it does nothing, it covers the part of one file that happens to be
 * mapped, and a failure is only logged. A file descriptor covers all of a file, including what other processes wrote to
 * it through mapped memory, and tells of failures. The descriptor of the newest file stays open, because a failure is
 * told to descriptors that were open when it happened. Not thread-safe.
 */
public final class QueueDisk implements GroupSync.Disk {

    private final RegistryDirectory directory;
    private final Fsync fsync;
    private final Supplier<@Nullable Path> lastRead;
    private @Nullable Object identity;
    private @Nullable Path newest;
    private @Nullable RandomAccessFile file;

    /**
     * Prepares to sync.
     *
     * @param lastRead tells the file of the last event that anybody here waits for, null when there is none yet
     */
    public QueueDisk(RegistryDirectory directory, Fsync fsync, Supplier<@Nullable Path> lastRead) {
        this.directory = directory;
        this.fsync = fsync;
        this.lastRead = lastRead;
    }

    @Override
    public void sync() throws IOException {
        Object now = directory.identity();
        if (!now.equals(identity)) {
            close();
            newest = null;
            identity = now;
        }
        Path read = lastRead.get();
        if (read != null && read.equals(newest)) {
            fsync.file(read, open(read).getFD());
        } else {
            syncAllNew();
        }
    }

    private void syncAllNew() throws IOException {
        List<Path> days = directory.days();
        Path last = days.isEmpty() ? null : days.get(days.size() - 1);
        if (last == null || !last.equals(newest)) {
            syncNames();
        }
        for (Path day : days) {
            if (newest == null || day.compareTo(newest) >= 0) {
                fsync.file(day, open(day).getFD());
            }
        }
    }

    private RandomAccessFile open(Path day) throws IOException {
        RandomAccessFile open = file;
        if (open == null || !day.equals(newest)) {
            close();
            open = new RandomAccessFile(day.toFile(), "r");
            file = open;
            newest = day;
        }
        return open;
    }

    /** The table names the newest file, the directories name the files; both change only when a file is created. */
    private void syncNames() throws IOException {
        fsync.file(directory.table());
        fsync.names(directory.queue(), directory.root());
    }

    @Override
    public void close() throws IOException {
        RandomAccessFile open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }
}
