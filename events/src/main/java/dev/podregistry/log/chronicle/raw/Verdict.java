package dev.podregistry.log.chronicle.raw;

import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.DamagedLogException.Kind;
import dev.podregistry.model.LogUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a log, all of it read: one judgement for whoever reads, repairs, opens or examines it.
 *
 * @param findings what is proven of the events, and what is not
 * @param misled the file whose pointers lead Chronicle astray, or its table; null when none does
 */
public record Verdict(RawLog.Findings findings, @Nullable Path misled) {

    /**
     * {@return the verdict}
     *
     * @throws LogUnavailableException when a newer version wrote an event
     */
    public static Verdict of(RegistryDirectory directory) throws IOException {
        return of(directory, (day, transaction) -> {});
    }

    public static Verdict of(RegistryDirectory directory, RawLog.Sink sink) throws IOException {
        Path[] written = new Path[2];
        RawLog.Findings findings = read(directory, (day, transaction) -> {
            written[0] = written[0] == null ? day : written[0];
            written[1] = day;
            sink.accept(day, transaction);
        });
        Path misled = findings.isWhole() ? misled(directory, written[0], written[1]) : null;
        return new Verdict(findings, misled);
    }

    static RawLog.Findings read(RegistryDirectory directory, RawLog.Sink sink) throws IOException {
        try {
            return RawLog.read(directory.queue(), sink);
        } catch (InternalError e) {
            // A fault in mapped memory is told late, anywhere; this reading maps nothing.
            return RawLog.read(directory.queue(), sink);
        }
    }

    private static @Nullable Path misled(RegistryDirectory directory, @Nullable Path first, @Nullable Path last)
            throws IOException {
        Path misleading = Inspection.fault(directory.queue(), Inspection.Extent.ALL);
        if (misleading != null) {
            return misleading;
        }
        boolean right = Description.isWholeTable(directory.table())
                && (first == null
                        || last == null
                        || Table.read(directory.table()).fits(directory.days(), first, last));
        return right ? null : directory.table();
    }

    public boolean isSound() {
        return findings.isWhole() && misled == null;
    }

    /** {@return what is wrong, and where} */
    DamagedLogException exception(@Nullable Throwable cause) {
        if (!findings.isWhole()) {
            return findings.exception(cause);
        }
        return new DamagedLogException(
                Kind.REBUILDABLE,
                String.valueOf(misled),
                findings.end().sequence() + 1,
                "what Chronicle keeps there for itself leads astray",
                cause);
    }
}
