package dev.podregistry.log.chronicle.raw;

import dev.podregistry.log.chronicle.raw.RawLog.Break;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a reading of a log has passed over to go on further on in the same file, and may come back to.
 *
 * <p>Transactions may stand in another order than they were appended in; so those are known by their places that were taken
 * since.
 */
final class PassedOver {

    private final List<RawRecord> records = new ArrayList<>();
    private final Set<Long> taken = new HashSet<>();
    private @Nullable Break first;
    private @Nullable Path file;
    private long from;

    /**
     * Notes that there was something wrong at a place, and reading goes on elsewhere.
     *
     * @param place what is wrong, and where
     * @param to where reading goes on
     */
    void add(RawDay day, Break place, long to) throws IOException {
        day.salvage(place.offset()).stream()
                .filter(record -> record.offset() < to)
                .forEach(records::add);
        if (!isIn(day)) {
            file = day.path();
            from = place.offset();
            taken.clear();
        }
        if (first == null) {
            first = place;
        }
    }

    /** {@return whether anything was passed over in this file} */
    boolean isIn(RawDay day) {
        return day.path().equals(file);
    }

    /** {@return where in its file the first begins} */
    long from() {
        return from;
    }

    /** Notes that a transaction was read. */
    void take(RawDay day, RawDay.Doc transaction) {
        if (isIn(day)) {
            taken.add(transaction.content());
        }
    }

    /** {@return whether the transaction was read whose records begin there} */
    boolean isTaken(RawDay day, long content) {
        return isIn(day) && taken.contains(content);
    }

    /** {@return where the first was passed over, null when none was} */
    @Nullable
    Break first() {
        return first;
    }

    /** {@return those that come after an event} */
    List<RawRecord> after(long sequence) {
        return records.stream().filter(record -> record.sequence() > sequence).toList();
    }
}
