package dev.podregistry.log.chronicle.raw;

import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits a moment for what is only half created, as somebody may be at it: Chronicle's table, and the newest file of events,
 * which has its description first and its index then.
 *
 * <p>How long it stays so is all that tells a creator at work from one that has died, without the right to append.
 */
public final class HalfMade {

    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(200);

    private HalfMade() {}

    /** {@return the file that is half made after all that waiting, or null when none is} */
    public static @Nullable Path in(RegistryDirectory directory) throws IOException {
        return in(directory, () -> LockSupport.parkNanos(PAUSE));
    }

    public static @Nullable Path in(RegistryDirectory directory, Runnable pause) throws IOException {
        long start = System.nanoTime();
        Path file = look(directory);
        while (file != null && System.nanoTime() - start < PATIENCE) {
            pause.run();
            file = look(directory);
        }
        return file;
    }

    private static @Nullable Path look(RegistryDirectory directory) throws IOException {
        if (!Inspection.isBorn(directory.table()) || isBegun(directory.table())) {
            return directory.table();
        }
        List<Path> days = directory.days();
        Path newest = days.isEmpty() ? null : days.get(days.size() - 1);
        return newest != null && hasNoIndex(newest) ? newest : null;
    }

    private static boolean isBegun(Path table) throws IOException {
        return Description.isTable(table) && !Description.isWholeTable(table);
    }

    private static boolean hasNoIndex(Path file) throws IOException {
        try (RawDay day = RawDay.open(file)) {
            RawDay.Doc description = day.document(0);
            return description != null && day.document(description.next()) == null && day.isPlace(description.next());
        }
    }
}
