package dev.podregistry.log.chronicle.raw;

import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.DamagedLogException.Kind;
import dev.podregistry.model.LogException;
import dev.podregistry.model.LogUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** Says what it means that a log cannot be read: that it is away, damaged, or cannot be had at the moment. */
public final class ReadFailures {

    private ReadFailures() {}

    /** {@return what reading all of a log finds} */
    public static RawLog.Findings findings(RegistryDirectory directory) throws IOException {
        return Verdict.read(directory, (day, transaction) -> {});
    }

    /** @throws DamagedLogException when something is missing that no loss of power can have taken */
    public static void requireNoDamage(RegistryDirectory directory) {
        try {
            RawLog.Findings findings = findings(directory);
            if (findings.isDamage()) {
                throw findings.exception(null);
            }
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    /** {@return whether the first event that is there is the one that the history begins with} */
    public static boolean begins(RegistryDirectory directory) {
        try {
            return RawLog.begins(directory.queue());
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static LogUnavailableException unreadable(RegistryDirectory directory, Throwable fault) {
        return new LogUnavailableException(
                LogUnavailableException.Reason.IO,
                "cannot read " + directory.queue() + ": " + Reasons.of(fault, directory.queue()),
                fault);
    }

    /** {@return that the queue is not in its place, because it was moved or is being rebuilt; null when it is there} */
    public static @Nullable LogException absent(RegistryDirectory directory, Throwable fault) {
        if (Files.exists(directory.queue())) {
            return null;
        }
        return Files.exists(directory.rebuild())
                ? new LogUnavailableException(
                        LogUnavailableException.Reason.IO,
                        "a recovery of the registry " + directory.root()
                                + " is under way, or was interrupted and opening it for writing finishes it,"
                                + " or says what is in the way; try again",
                        fault)
                : new LogUnavailableException(
                        LogUnavailableException.Reason.MISSING,
                        directory.queue()
                                + " was removed or moved while the log was open; close the log and open it again",
                        fault);
    }

    /** {@return the damage that reading came upon, with its kind} */
    public static LogException refined(RegistryDirectory directory, DamagedLogException damage) {
        LogException absent = absent(directory, damage);
        if (absent != null) {
            return absent;
        }
        try {
            Verdict verdict = Verdict.of(directory);
            return verdict.isSound()
                    ? new DamagedLogException(
                            Kind.REBUILDABLE, damage.file(), damage.sequence(), damage.defect(), damage.getCause())
                    : verdict.exception(damage.getCause());
        } catch (IOException e) {
            damage.addSuppressed(e);
            return damage;
        }
    }

    /** {@return what it means that Chronicle cannot read the log: damage, if any is found, or else a fault} */
    public static LogException explained(RegistryDirectory directory, Throwable fault) {
        LogException absent = absent(directory, fault);
        if (absent != null) {
            return absent;
        }
        LogUnavailableException unavailable = unreadable(directory, fault);
        try {
            Verdict verdict = Verdict.of(directory);
            if (!verdict.isSound()) {
                return verdict.exception(fault);
            }
            return isUnknownKind(fault)
                    ? new DamagedLogException(
                            Kind.REBUILDABLE,
                            directory.queue().toString(),
                            verdict.findings().end().sequence() + 1,
                            "Chronicle does not know what it finds there: " + Reasons.of(fault),
                            fault)
                    : unavailable;
        } catch (IOException e) {
            unavailable.addSuppressed(e);
            return unavailable;
        }
    }

    /** {@return whether the name of what is kept in a file is not one that Chronicle gives} */
    private static boolean isUnknownKind(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClassNotFoundException) {
                return true;
            }
        }
        return false;
    }
}
