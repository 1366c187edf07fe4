package dev.podregistry.cli.doctor;

import dev.podregistry.audit.Outset;
import dev.podregistry.cli.shell.Logs;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.LogReader;
import dev.podregistry.model.Conflict;
import dev.podregistry.model.LogException;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.ImpossibleHistoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks whether a pod holds the registry's own files: it works there, and one slip of it ends the record of all. */
final class TreeExam {

    /** How many events are read to find out; more take too long for a look. */
    private static final long FEW = 100_000;

    private final Path directory;

    TreeExam(Path directory) {
        this.directory = directory;
    }

    /** {@return a warning, or nothing when no pod does, or the log cannot tell} */
    List<Finding> look() throws IOException {
        String real = directory.toRealPath().toString();
        AllocationTable table = ScopePath.defect(real) == null ? table() : null;
        if (table == null) {
            return List.of();
        }
        List<Conflict> holders = table.conflicts(ScopeRule.write(real), List.of(), List.of());
        return holders.isEmpty() ? List.of() : List.of(finding(holders));
    }

    private static Finding finding(List<Conflict> holders) {
        Conflict first = holders.get(0);
        String more = holders.size() == 1 ? "" : ", and so may " + (holders.size() - 1) + " more";
        return Finding.warn(
                        "directory",
                        "it is in the tree that the pods work on: "
                                + first.holder().pod() + " may write "
                                + Printable.text(first.rule().target().value()) + more,
                        "move the registry out of that tree, to a place such as /var/lib/pods")
                .with(
                        "holders",
                        holders.stream()
                                .map(holder -> holder.holder().pod().value())
                                .toList());
    }

    private @Nullable AllocationTable table() {
        try {
            Logs.Resumed resumed = Logs.ON_DISK.resume(directory, Long.MAX_VALUE, warning -> {});
            return resumed == null
                    ? read(Logs.ON_DISK.open(directory, Bookmark.of(LogPosition.START)))
                    : read(AllocationTable.of(resumed.snapshot().table()), resumed.log());
        } catch (LogException | ImpossibleHistoryException e) {
            // What is wrong with the log is told where the log is looked at.
            return null;
        }
    }

    private static @Nullable AllocationTable read(LogReader reader) {
        return read(Outset.of(reader.foundation()).table(), reader);
    }

    private static @Nullable AllocationTable read(AllocationTable from, LogReader reader) {
        AllocationTable[] table = {from};
        try (LogReader log = reader) {
            log.catchUp(event -> {
                if (event.sequence() - from.sequence() > FEW) {
                    throw new TooMuch();
                }
                table[0] = table[0].evolve(event);
            });
            return table[0];
        } catch (TooMuch e) {
            return null;
        }
    }

    /** Ends a reading that takes too long. */
    private static final class TooMuch extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooMuch() {
            super("more than " + FEW + " events", null, false, false);
        }
    }
}
