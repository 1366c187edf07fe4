package dev.podregistry.log.chronicle.queue;

import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.Mark;
import dev.podregistry.log.chronicle.disk.Moves;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.raw.RawDay;
import dev.podregistry.log.chronicle.raw.RawRecord;
import dev.podregistry.log.chronicle.raw.Reach;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.log.json.Manifest;
import dev.podregistry.log.json.UnreadableEventException;
import dev.podregistry.log.place.NewFiles;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.AppendFailedException.Outcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the {@link Mark} of a log that has begun into its place, whole or not at all.
 *
 * <pre>
 * 1  manifest.json.tmp   is made, with all the room that it needs
 * 2  the first event     is appended, and put on the disk
 * 3  manifest.json.tmp   is written, put on the disk, and renamed to manifest.json
 * </pre>
 *
 * <p>When 1 fails, nothing is appended. When 3 fails, the event is there all the same: a warning says so, and every further
 * command tries again. To be used under the registry's lock only.
 */
public final class MarkWriter {

    private static final EventCodec CODEC = new EventCodec();

    /** More than any manifest takes. */
    private static final int ROOM = 512;

    private final RegistryDirectory directory;
    private final Fsync fsync;
    private final Mark mark;
    private final Path unfinished;
    private long epoch;
    private boolean settled;
    private boolean warned;

    public MarkWriter(RegistryDirectory directory, Fsync fsync) {
        this.directory = directory;
        this.fsync = fsync;
        mark = directory.mark();
        unfinished = directory.root().resolve(Mark.NAME + ".tmp");
    }

    /** Puts the events that were read so far on the disk. */
    @FunctionalInterface
    public interface Sync {
        void run() throws IOException;
    }

    /**
     * Makes room for the mark of a log that has no event yet.
     *
     * @throws AppendFailedException when there is none; nothing may be appended then
     */
    public void reserve() {
        if (isSettled()) {
            return;
        }
        try {
            makeRoom();
        } catch (IOException e) {
            throw new AppendFailedException(
                    Outcome.REFUSED,
                    "nothing was appended: " + mark.file()
                            + ", which is to tell that this log has begun, cannot be made: "
                            + Reasons.of(e, mark.file()),
                    e);
        }
    }

    private boolean isSettled() {
        settled = settled || mark.isThere();
        return settled;
    }

    private void makeRoom() throws IOException {
        if (Files.isRegularFile(unfinished, LinkOption.NOFOLLOW_LINKS) && Files.size(unfinished) == ROOM) {
            return;
        }
        Files.deleteIfExists(unfinished);
        NewFiles.createFile(unfinished);
        try {
            write(new byte[ROOM]);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    /** An interrupt must not close what is written to. */
    private void write(byte[] bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(unfinished.toFile(), "rw")) {
            file.write(bytes);
            file.setLength(bytes.length);
        }
    }

    /**
     * Marks the log, which has events, unless it is marked; if that fails, says so and leaves it to the next command.
     *
     * @param sync puts the first event on the disk; what it throws is thrown on
     */
    public void settle(Sync sync) throws IOException {
        if (isSettled()) {
            return;
        }
        try {
            makeRoom();
        } catch (IOException e) {
            warn(e);
            return;
        }
        sync.run();
        try {
            put(firstOf(directory.queue()));
        } catch (IOException e) {
            warn(e);
        }
    }

    private void put(@Nullable Manifest manifest) throws IOException {
        if (manifest == null) {
            Files.delete(unfinished);
        } else {
            write(Mark.bytes(new Manifest(manifest.began(), manifest.first(), epoch)));
            fsync.file(unfinished);
            new Moves(fsync).move(unfinished, mark.file());
        }
        settled = true;
    }

    private void warn(IOException e) {
        if (!warned) {
            warned = true;
            warn("could not write " + mark.file() + ", which tells that the log has begun: "
                    + Reasons.of(e, mark.file())
                    + "; nothing else is wrong, but should all of the log be removed, nobody would be told."
                    + " The next command tries again");
        }
    }

    private static void warn(String warning) {
        System.getLogger("dev.podregistry").log(System.Logger.Level.WARNING, warning);
    }

    /**
     * Marks a log that is sound and was opened: that of an older version has no mark, and one that cannot be read is made anew.
     * For the epoch, all of the log is read then.
     *
     * @throws IOException when the log could not be put on the disk
     */
    public void adopt() throws IOException {
        Mark.Reading is = mark.read();
        epoch = Mark.epoch(is);
        if (is != null && (is.defect() == null || is.newer())) {
            settled = true;
            return;
        }
        if (firstOf(directory.queue()) == null) {
            return;
        }
        if (is != null) {
            warn(mark.file() + " cannot be read, and is made anew from the log: " + is.defect());
            Files.delete(mark.file());
        }
        epoch = Reach.ofLog(directory.root()).epoch();
        settle(() -> {
            try (QueueDisk disk = new QueueDisk(directory, fsync, () -> null)) {
                disk.sync();
            }
        });
    }

    /** {@return the greatest epoch that the mark tells of, 0 for none} */
    public long epoch() {
        return epoch;
    }

    /**
     * Notes that an epoch is due: whoever appends next begins it. So it is before events are given up, and not after.
     *
     * <p>A log of which the first event is gone, too, has nothing that a mark could say; nor is one of a newer version touched.
     */
    public static void demand(RegistryDirectory directory, Fsync fsync, long epoch) throws IOException {
        MarkWriter writer = new MarkWriter(directory, fsync);
        Mark.Reading is = writer.mark.read();
        Manifest manifest = is == null || is.manifest() == null ? firstOf(directory.queue()) : is.manifest();
        if (manifest != null && (is == null || !is.newer())) {
            writer.epoch = epoch;
            writer.makeRoom();
            writer.put(manifest);
        }
    }

    /**
     * Marks a log that was just made and is on the disk, if it has events; a mark that is there already is replaced.
     *
     * @param epoch the greatest epoch that is known to have begun there, 0 for none
     * @param original what the mark of the log said that this is a copy of: it tells of the first event when that is lost
     */
    public static void mark(RegistryDirectory directory, Fsync fsync, long epoch, Mark.@Nullable Reading original)
            throws IOException {
        MarkWriter writer = new MarkWriter(directory, fsync);
        writer.epoch = epoch;
        Files.deleteIfExists(writer.mark.file());
        Manifest first = firstOf(directory.queue());
        Manifest manifest = first == null && original != null ? original.manifest() : first;
        if (manifest != null) {
            writer.makeRoom();
            writer.put(manifest);
        }
    }

    /** {@return what the mark of a queue has to say of its first event, or null when that is not there, or damaged} */
    public static @Nullable Manifest firstOf(Path queue) throws IOException {
        for (Path path : RegistryDirectory.days(queue)) {
            try (RawDay day = RawDay.open(path)) {
                RawDay.Doc document = day.firstData();
                if (document != null) {
                    return manifest(day.records(document));
                }
            }
        }
        return null;
    }

    private static @Nullable Manifest manifest(@Nullable List<RawRecord> transaction) {
        RawRecord first = transaction == null ? null : transaction.get(0);
        if (first == null || first.sequence() != 1 || !first.isConsistent()) {
            return null;
        }
        try {
            return new Manifest(
                    CODEC.decode(first.link().line()).time(), first.link().hash(), 0);
        } catch (UnreadableEventException e) {
            return null;
        }
    }
}
