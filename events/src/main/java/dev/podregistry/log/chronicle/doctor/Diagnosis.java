package dev.podregistry.log.chronicle.doctor;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link LogDoctor} finds out, subject by subject: facts, and no judgement of them. */
public sealed interface Diagnosis {

    /**
     * The directory.
     *
     * @param path the directory as a real path; as it was given when there is none
     * @param kind what is there
     * @param owner who owns it, or null when that is not known
     * @param permissions as {@code rwx------}, or null where there are none
     * @param writable whether this process may write there
     * @param refusal why opening for writing is refused to everybody, and what to do, or null when it is not
     * @param files how many files and folders it has
     * @param open those of them that have other permissions than a registry gives
     * @param foreign those of them that belong to somebody else than the directory does
     * @param closed those of them that could not be looked at
     * @param frozen those of them, and the directory itself, that the kernel lets not even their owner write to
     */
    record Place(
            Path path,
            Kind kind,
            @Nullable String owner,
            @Nullable String permissions,
            boolean writable,
            @Nullable String refusal,
            int files,
            List<Path> open,
            List<Path> foreign,
            List<Path> closed,
            List<Path> frozen)
            implements Diagnosis {

        /** What there may be at a path. */
        public enum Kind {
            /** Nothing. */
            MISSING,
            /** A directory. */
            DIRECTORY,
            /** Anything else. */
            OTHER
        }

        public Place {
            open = List.copyOf(open);
            foreign = List.copyOf(foreign);
            closed = List.copyOf(closed);
        }
    }

    /**
     * The file system that the directory is on, or would be.
     *
     * @param type its type
     * @param mountPoint where it is mounted, or null when that is not known
     * @param readOnly whether nobody may write to it
     * @param network whether it is shared between machines, so that no registry can be on it
     * @param known whether it is known to carry a registry; on any other, opening for writing takes an option
     * @param inMemory whether it is lost with the power
     * @param free the bytes that are left to this user
     * @param needed the bytes without which nothing is appended
     */
    record Disk(
            String type,
            @Nullable Path mountPoint,
            boolean readOnly,
            boolean network,
            boolean known,
            boolean inMemory,
            long free,
            long needed)
            implements Diagnosis {}

    /**
     * An attempt to put on the disk what is there already.
     *
     * @param files what was synced
     * @param took how long that took
     */
    record Synced(List<Path> files, Duration took) implements Diagnosis {

        public Synced {
            files = List.copyOf(files);
        }
    }

    /**
     * The right to append.
     *
     * @param held whether anybody has it
     * @param pid who has it, or had it last; null when that is not known
     * @param since since when, or from when that one had it; null when that is not known
     * @param stopped whether the process that has it was stopped
     * @param shared whether it is a lock for reading, which no process of a registry takes, and which keeps all of them out
     */
    record Lock(Held held, @Nullable Long pid, @Nullable Instant since, boolean stopped, boolean shared)
            implements Diagnosis {

        /** Whether somebody has it. */
        public enum Held {
            /** Nobody that is shown here; a process in another pid namespace is not. */
            FREE,
            /** Somebody. */
            HELD,
            /** The kernel does not tell. */
            UNKNOWN
        }
    }

    /**
     * The log.
     *
     * @param condition how it is
     * @param days how many files of events there are
     * @param last the last event that is proven, or null when there is none or it was not looked for
     * @param defect what is wrong and where, or null when nothing is
     */
    record Log(
            Condition condition,
            int days,
            @Nullable Last last,
            @Nullable String defect) implements Diagnosis {

        /** How a log can be. */
        public enum Condition {
            /** There is none. */
            MISSING,
            /** There was one, and nothing of it is left. */
            GONE,
            /** It ends as its writers left it. */
            SOUND,
            /** All that is proven is there, but its end is torn or Chronicle's pointers are; the next writer mends that. */
            TORN,
            /** Every event is there, but headers lead astray; repair makes the files anew. */
            REBUILDABLE,
            /** A recovery has begun and not ended, which the next opening for writing finishes. */
            RECOVERING,
            /** It does not hold what was once appended. */
            DAMAGED,
            /** It is of a newer version. */
            NEWER
        }

        /**
         * An event.
         *
         * @param sequence its sequence
         * @param time when it was appended, by its writer's clock
         */
        public record Last(long sequence, Instant time) {}
    }

    /**
     * A file of events that Chronicle took for unfinished and put aside under another name.
     *
     * @param file the file
     * @param readable how many events in it can be read
     * @param lacking how many of those the log does not have
     */
    record Discarded(Path file, int readable, int lacking) implements Diagnosis {}

    /**
     * The mark of a log that has begun.
     *
     * @param file where it is, or would be
     * @param foreign whether it says that the log began with another event than it does
     * @param defect what is wrong with it, or null when nothing is
     */
    record Mark(Path file, boolean foreign, @Nullable String defect) implements Diagnosis {}

    /**
     * What a part of the registry takes.
     *
     * @param name the part's folder
     * @param files how many files it has
     * @param apparent their sizes
     * @param data what of that is not zeros, in whole pages, and so has its place on the disk; null when there is too much
     *     to look through
     */
    record Size(
            String name, int files, long apparent, @Nullable Long data) implements Diagnosis {}

    /**
     * What a recovery or a repair has set aside.
     *
     * @param folder where it is
     * @param report what its report says, or null when it has none that can be read
     */
    record Quarantine(Path folder, @Nullable Report report) implements Diagnosis {

        /**
         * The report in short.
         *
         * @param time when
         * @param kept the sequence after which the log went on
         * @param defect what was wrong behind it
         * @param dropped how many events were readable, but not kept
         */
        public record Report(Instant time, long kept, String defect, int dropped) {}
    }

    /**
     * What processes can tell of each other here.
     *
     * @param kind the kind of identity that a process of this JVM's system gets
     * @param boot the id of this run of the system, or null when it is not told
     * @param pidNamespace the namespace that pids are of, or null when it is not told
     * @param ownPids whether it is certain that {@code /proc} numbers processes as that namespace does
     * @param hidepid from whom processes are hidden, by the mount option of that name, {@code 0} for nobody; null when it
     *     is not told
     */
    record Processes(
            String kind,
            @Nullable String boot,
            @Nullable String pidNamespace,
            boolean ownPids,
            @Nullable String hidepid)
            implements Diagnosis {}
}
