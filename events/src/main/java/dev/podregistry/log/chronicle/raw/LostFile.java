package dev.podregistry.log.chronicle.raw;

import dev.podregistry.log.chronicle.disk.Confirmed;
import dev.podregistry.log.chronicle.disk.DayNames;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A file of events that is missing behind the others.
 *
 * <p>A writer puts a day's file on the disk, name and size, before anything says that there is one: before the end mark in
 * the file of the day before, and before Chronicle's table names it. So neither its death nor a loss of power leaves the
 * one without the other. That file may be blank, as long as nothing in it was synced.
 *
 * @param file the file; the one before it, when nothing says how it was named
 * @param evidence what says that it was there
 */
public record LostFile(Path file, String evidence) {

    /** {@return the file that is missing at the end of a queue, or null when none is known to be; others may write} */
    public static @Nullable LostFile of(Path queue) throws IOException {
        return of(queue, () -> RegistryDirectory.days(queue));
    }

    /**
     * {@return the same}
     *
     * @param days the files of events as they are now, in the order of their events
     */
    public static @Nullable LostFile of(Path queue, Days days) throws IOException {
        return Confirmed.by(() -> look(queue, days.now()));
    }

    /** Lists files. */
    @FunctionalInterface
    interface Days {
        List<Path> now() throws IOException;
    }

    private static @Nullable LostFile look(Path queue, List<Path> days) throws IOException {
        OptionalInt named = Table.read(queue.resolve(RegistryDirectory.TABLE)).highest();
        if (days.isEmpty()) {
            return named.isEmpty()
                    ? null
                    : new LostFile(
                            queue.resolve(DayNames.name(named.getAsInt())),
                            "the file is missing, though Chronicle's table names it");
        }
        int born = days.size() - 1;
        while (born >= 0 && !Inspection.isBorn(days.get(born))) {
            born--;
        }
        if (born < 0 || !isEnded(days.get(born))) {
            return cut(days.subList(born + 1, days.size()), named);
        }
        if (born < days.size() - 1) {
            Path next = days.get(born + 1);
            return Files.size(next) >= Queues.LEAST
                    ? null
                    : new LostFile(next, "the file was emptied or cut off, though the one before it ends in a mark");
        }
        Path last = days.get(born);
        boolean later = named.isPresent()
                && named.getAsInt() > DayNames.day(last.getFileName().toString());
        return new LostFile(
                later ? queue.resolve(DayNames.name(named.getAsInt())) : last,
                later
                        ? "the file is missing, though Chronicle's table names it, and " + last.getFileName()
                                + " ends in a mark"
                        : "the file after this one is missing, as this one ends in a mark");
    }

    /** {@return the first of the unborn files that is shorter than files are before anything names them, though the table does} */
    private static @Nullable LostFile cut(List<Path> unborn, OptionalInt named) throws IOException {
        for (Path file : unborn) {
            if (named.isPresent()
                    && named.getAsInt() >= DayNames.day(file.getFileName().toString())
                    && Files.size(file) < Queues.LEAST) {
                return new LostFile(file, "the file was emptied or cut off, though Chronicle's table names it");
            }
        }
        return null;
    }

    static boolean isEnded(Path file) throws IOException {
        try (RawDay day = RawDay.open(file)) {
            List<RawDay.Doc> documents = day.documents();
            return day.isMarkedAsEnded(documents.get(documents.size() - 1).next());
        }
    }
}
