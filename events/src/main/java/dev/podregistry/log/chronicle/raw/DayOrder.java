package dev.podregistry.log.chronicle.raw;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.disk.DayNames;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.log.json.UnreadableEventException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of events in the order in which the chain goes through them, and each of them once.
 *
 * <p>That is the order of their names, as long as nobody has copied or renamed any. One that does not go on from where
 * reading has come to waits until one that does is read; one that has no other events than another is left out.
 */
final class DayOrder {

    private static final EventCodec CODEC = new EventCodec();

    private final List<Path> days;
    private final Set<Path> doubles = new HashSet<>();
    private RawLog.@Nullable Break strange;

    /** Is the order of files that are listed by their names. */
    DayOrder(List<Path> days) {
        this.days = new ArrayList<>(days);
    }

    /** {@return the files, in order up to the one that was asked for last} */
    List<Path> days() {
        return days;
    }

    /** {@return the first file that has a name which is not its own, null when none has} */
    RawLog.@Nullable Break strange() {
        return strange;
    }

    /** {@return the files as they are now} */
    List<Path> now(Path queue) throws IOException {
        List<Path> there = RegistryDirectory.days(queue);
        Set<Path> now = new LinkedHashSet<>(days);
        now.retainAll(new HashSet<>(there));
        now.addAll(there);
        now.removeAll(doubles);
        return List.copyOf(now);
    }

    /** {@return whether there is a file of this number, which is the one that goes on from the end, if any does} */
    boolean has(int number, LogPosition end) throws IOException {
        RawRecord first = first(number);
        while (first != null && isDouble(number, first, end)) {
            doubles.add(days.remove(number));
            first = first(number);
        }
        if (first != null && !first.goesOnFrom(end)) {
            first = bring(number, end);
        }
        if (first != null && number > 0 && days.get(number).compareTo(days.get(number - 1)) < 0) {
            noteOrder(number, first);
        }
        return number < days.size();
    }

    private boolean isDouble(int number, RawRecord first, LogPosition end) throws IOException {
        Path twin = first.goesOnFrom(end) && isOfItsDay(number, first) ? null : twin(number, first);
        if (twin != null) {
            note(days.get(number), first, "it stands in " + twin.getFileName() + ", too");
        }
        return twin != null;
    }

    /** {@return the first record of the file that goes on from the end, which gets this number; null when there is none} */
    private @Nullable RawRecord bring(int number, LogPosition end) throws IOException {
        for (int i = number + 1; i < days.size(); i++) {
            RawRecord first = first(i);
            if (first != null && first.goesOnFrom(end)) {
                days.add(number, days.remove(i));
                return first;
            }
        }
        return null;
    }

    /** Of two files whose names are in the wrong order, it is the one that is not named after the day of its events. */
    private void noteOrder(int number, RawRecord first) throws IOException {
        RawRecord before = first(number - 1);
        String defect = "its file is named after another day than its own";
        if (before != null && !isOfItsDay(number - 1, before)) {
            note(days.get(number - 1), before, defect);
        } else {
            note(days.get(number), first, defect);
        }
    }

    private void note(Path file, RawRecord first, String defect) {
        if (strange == null) {
            long offset = first.offset() - Integer.BYTES;
            strange = new RawLog.Break(file, offset, first.sequence(), defect, true, 0, List.of());
        }
    }

    private boolean isOfItsDay(int number, RawRecord first) {
        try {
            return days.get(number)
                    .endsWith(DayNames.name(CODEC.decode(first.link().line())
                            .time()
                            .atOffset(ZoneOffset.UTC)
                            .toLocalDate()
                            .toEpochDay()));
        } catch (UnreadableEventException e) {
            return false;
        }
    }

    /** {@return another file that begins as this one does, and has all of its events; null when there is none} */
    private @Nullable Path twin(int number, RawRecord first) throws IOException {
        for (int i = 0; i < days.size(); i++) {
            RawRecord other = i == number ? null : first(i);
            if (other != null && other.link().equals(first.link()) && hasAll(days.get(i), days.get(number))) {
                return days.get(i);
            }
        }
        return null;
    }

    private static boolean hasAll(Path file, Path ofFile) throws IOException {
        try (RawDay day = RawDay.open(file);
                RawDay of = RawDay.open(ofFile)) {
            Set<Document.Link> links = links(day);
            List<RawDay.Doc> documents = of.documents();
            for (RawDay.Doc document : documents) {
                List<RawRecord> records = document.data() ? of.records(document) : List.of();
                if (records == null || !records.stream().map(RawRecord::link).allMatch(links::contains)) {
                    return false;
                }
            }
            return links.containsAll(links(of))
                    && !of.isBroken(documents.get(documents.size() - 1).next());
        }
    }

    private static Set<Document.Link> links(RawDay day) throws IOException {
        return day.salvage(0).stream().map(RawRecord::link).collect(Collectors.toSet());
    }

    private @Nullable RawRecord first(int number) throws IOException {
        if (number >= days.size()) {
            return null;
        }
        try (RawDay day = RawDay.open(days.get(number))) {
            return day.first();
        }
    }
}
