package dev.podregistry.log.chronicle.raw;

import dev.podregistry.log.chronicle.disk.DayNames;
import dev.podregistry.log.chronicle.disk.Entrance;
import dev.podregistry.log.chronicle.disk.FileWindow;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds files of events that Chronicle passes over in silence.
 *
 * <p>It does so with a file whose first header looks unfinished, as if its creator had died (a writer would even rename
 * it), and with one that its table does not name. Either may be sound and empty. With a record in it, it is damaged: a
 * record is only ever written to a file with a finished header that the table names.
 */
public final class DayFiles {

    private static final byte[] RECORD = "{\"schema\":".getBytes(StandardCharsets.US_ASCII);
    private static final int BLOCK = 64 << 10;

    private DayFiles() {}

    /**
     * {@return a file with events that Chronicle does not show, or null when there is none}
     *
     * @param directory the queue
     * @param current the name of the file that reading has come to, or null before the first; older ones are read already
     * @param newest tells the newest day that Chronicle's table names
     */
    public static @Nullable Path hidden(RegistryDirectory directory, @Nullable String current, IntSupplier newest)
            throws IOException {
        for (Path file : directory.days()) {
            String name = file.getFileName().toString();
            if ((current == null || name.compareTo(current) > 0)
                    && holdsRecord(file)
                    && (!isFinished(file) || DayNames.day(name) > newest.getAsInt())) {
                return file;
            }
        }
        return null;
    }

    /** {@return the files that Chronicle has put aside, under names that end so, oldest first} */
    public static List<Path> discarded(Path queue) throws IOException {
        try (Stream<Path> files = Files.list(queue)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".discard"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Makes files that nobody finished creating ready for Chronicle, before it sees them: it renames one whose first header
     * looks unfinished.
     *
     * <p>They hold nothing. The first one stays if the file before it ends in a mark, which says that there is another, or if
     * there is none before it and it has its size; it becomes what it was when it was new. One without its size goes before
     * Chronicle's table can come to name it, as that would say that it had one. To be called under the registry's lock.
     *
     * @throws DamagedLogException when a file is damaged or missing; nothing was changed
     * @throws LogUnavailableException when a name would lead Chronicle astray; nothing was changed
     */
    public static void ready(RegistryDirectory directory) throws IOException {
        Entrance.requireDays(directory.root());
        List<Path> days = directory.days();
        int born = days.size();
        while (born > 0 && !isFinished(days.get(born - 1))) {
            born--;
        }
        if (allFinished(days)) {
            return;
        }
        if (!Inspection.areWhole(directory.queue()) || LostFile.of(directory.queue()) != null) {
            throw ReadFailures.refined(
                    directory, new DamagedLogException(directory.queue().toString(), 1, "a file is damaged", null));
        }
        boolean stays = born == 0 ? Files.size(days.get(0)) >= Queues.LEAST : LostFile.isEnded(days.get(born - 1));
        for (int i = days.size() - 1; i >= born; i--) {
            if (i == born && stays) {
                blank(days.get(i));
            } else {
                Files.delete(days.get(i));
            }
        }
    }

    private static boolean allFinished(List<Path> days) throws IOException {
        for (Path day : days) {
            if (!isFinished(day)) {
                return false;
            }
        }
        return true;
    }

    private static void blank(Path unborn) throws IOException {
        byte[] zeros = new byte[FileWindow.PAGE];
        try (FileWindow pages = FileWindow.open(unborn);
                RandomAccessFile file = new RandomAccessFile(unborn.toFile(), "rw")) {
            for (long page = 0; page < pages.size(); page += FileWindow.PAGE) {
                if (!pages.isBlank(page)) {
                    file.seek(page);
                    file.write(zeros, 0, (int) Math.min(FileWindow.PAGE, pages.size() - page));
                }
            }
        }
    }

    /** {@return whether the first header of a file is one that its creator has finished} */
    public static boolean isFinished(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] header = bytes.readNBytes(Integer.BYTES);
            return header.length == Integer.BYTES
                    && RawDay.isDescription(ByteBuffer.wrap(header)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getInt());
        }
    }

    private static boolean holdsRecord(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] block = new byte[BLOCK + RECORD.length];
            int kept = 0;
            while (true) {
                int read = bytes.readNBytes(block, kept, BLOCK);
                int length = kept + read;
                if (contains(block, length)) {
                    return true;
                }
                if (read < BLOCK) {
                    return false;
                }
                kept = RECORD.length - 1;
                System.arraycopy(block, length - kept, block, 0, kept);
            }
        }
    }

    private static boolean contains(byte[] block, int length) {
        for (int at = 0; at + RECORD.length <= length; at++) {
            int same = 0;
            while (same < RECORD.length && block[at + same] == RECORD[same]) {
                same++;
            }
            if (same == RECORD.length) {
                return true;
            }
        }
        return false;
    }
}
