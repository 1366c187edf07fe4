package dev.podregistry.log.chronicle.doctor;

import dev.podregistry.event.Foundation;
import dev.podregistry.event.Hash;
import dev.podregistry.log.chronicle.disk.ChronicleRuntime;
import dev.podregistry.log.chronicle.disk.DiskSpace;
import dev.podregistry.log.chronicle.disk.FileWindow;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.KnownFileSystems;
import dev.podregistry.log.chronicle.disk.Mark;
import dev.podregistry.log.chronicle.disk.ProcView;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.lock.LockHolder;
import dev.podregistry.log.chronicle.lock.RegistryLock;
import dev.podregistry.log.chronicle.queue.MarkWriter;
import dev.podregistry.log.chronicle.raw.DayFiles;
import dev.podregistry.log.chronicle.raw.RawDay;
import dev.podregistry.log.chronicle.raw.RawLog;
import dev.podregistry.log.chronicle.raw.RawRecord;
import dev.podregistry.log.chronicle.recovery.ReportFiles;
import dev.podregistry.log.file.FoundationFiles;
import dev.podregistry.log.json.Manifest;
import dev.podregistry.log.place.FreeSpace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.ChronicleQueue;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a directory, whatever is in it, and at the system around it.
 *
 * <p>It changes nothing, takes no lock, and needs neither the right to write nor the JVM flags that the log needs. Each
 * method looks at one subject and fails for itself, with an exception that says why that subject could not be looked at.
 * Processes may write meanwhile.
 */
public final class LogDoctor {

    private static final Path PROC = Path.of("/proc");
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");
    private static final long LOOKED_THROUGH = 1L << 30;

    private final Path directory;
    private final ProcView proc;

    private LogDoctor(Path directory, ProcView proc) {
        this.directory = directory;
        this.proc = proc;
    }

    /** {@return a doctor for a registry directory, there or not} */
    public static LogDoctor of(Path registryDirectory) {
        return of(registryDirectory, PROC);
    }

    /**
     * {@return a doctor for a registry directory, there or not}
     *
     * @param registryDirectory the directory
     * @param proc where the system tells of mounts, locks and processes as Linux does in {@code /proc}
     */
    public static LogDoctor of(Path registryDirectory, Path proc) {
        return new LogDoctor(registryDirectory.toAbsolutePath().normalize(), new ProcView(proc));
    }

    /** {@return the flags that this JVM was started without, though the log needs them} */
    public static List<String> missingFlags() {
        return ChronicleRuntime.missingFlags();
    }

    /** {@return the flags that any JVM needs which has the log on its class path} */
    public static List<String> neededFlags() {
        return ChronicleRuntime.flags();
    }

    /** {@return the version of Chronicle Queue, or null when its jar does not tell} */
    public static @Nullable String chronicleVersion() throws IOException {
        try (InputStream in = ChronicleQueue.class.getResourceAsStream(
                "/META-INF/maven/net.openhft/chronicle-queue/pom.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version");
        }
    }

    /** {@return the directory} */
    public Diagnosis.Place place() throws IOException {
        try {
            Path real = directory.toRealPath();
            return Files.isDirectory(real)
                    ? Belongings.of(real)
                    : empty(real, Diagnosis.Place.Kind.OTHER, Files.isWritable(real));
        } catch (NoSuchFileException e) {
            return empty(directory, Diagnosis.Place.Kind.MISSING, Files.isWritable(nearest()));
        }
    }

    private static Diagnosis.Place empty(Path path, Diagnosis.Place.Kind kind, boolean writable) {
        return new Diagnosis.Place(
                path, kind, null, null, writable, null, 0, List.of(), List.of(), List.of(), List.of());
    }

    /** {@return the file system} */
    public Diagnosis.Disk disk() throws IOException {
        Path place = nearest();
        ProcView.Mount mount = mount(place);
        String type = mount != null && !KnownFileSystems.saysNoProgram(mount.type())
                ? mount.type()
                : KnownFileSystems.typeOf(place, KnownFileSystems.Types.SYSTEM);
        return new Diagnosis.Disk(
                type,
                mount == null ? null : mount.point(),
                mount == null ? isReadOnly(place) : mount.isReadOnly(),
                KnownFileSystems.isNetwork(type),
                KnownFileSystems.includes(type),
                IN_MEMORY.contains(type.toLowerCase(Locale.ROOT)),
                FreeSpace.of(place).bytes(),
                DiskSpace.RESERVE + Queues.NEW_FILES);
    }

    private static boolean isReadOnly(Path place) {
        try {
            return Files.getFileStore(place).isReadOnly();
        } catch (IOException e) {
            // In a chroot whose mounts are not listed.
            return false;
        }
    }

    private ProcView.@Nullable Mount mount(Path place) {
        try {
            return proc.mountOf(place);
        } catch (IOException | RuntimeException e) {
            // No Linux, or a sandbox without it: the JDK tells the type, and nobody the place.
            return null;
        }
    }

    /** {@return the directory, or what is there of the way to it} */
    private Path nearest() throws IOException {
        Path path = directory;
        while (!Files.exists(path)) {
            Path parent = path.getParent();
            if (parent == null) {
                throw new NoSuchFileException(path.toString());
            }
            path = parent;
        }
        return path.toRealPath();
    }

    /**
     * Syncs the newest file of events and the names of all, through descriptors that are open for reading, the way an append
     * does; where there is no log, the directory, or what is there of the way to it.
     *
     * @return what was synced
     * @throws IOException when the disk refuses
     */
    public Diagnosis.Synced sync() throws IOException {
        List<Path> synced = new ArrayList<>();
        long start = System.nanoTime();
        Path root = nearest();
        Path queue = root.resolve("queue");
        if (Files.exists(directory) && Files.isDirectory(queue)) {
            List<Path> days = RegistryDirectory.days(queue);
            Path newest = days.isEmpty() ? queue : days.get(days.size() - 1);
            if (Files.isRegularFile(newest, LinkOption.NOFOLLOW_LINKS)) {
                Fsync.SYSTEM.file(newest);
                synced.add(newest);
            }
            Fsync.SYSTEM.names(queue);
            synced.add(queue);
        }
        if (Files.isDirectory(root)) {
            Fsync.SYSTEM.names(root);
            synced.add(root);
        }
        return new Diagnosis.Synced(synced, Duration.ofNanos(System.nanoTime() - start));
    }

    /** {@return who has the right to append} */
    public Diagnosis.Lock lock() throws IOException {
        Path file = registry().lock();
        try {
            return lock(file, signer(file));
        } catch (NoSuchFileException e) {
            return new Diagnosis.Lock(Diagnosis.Lock.Held.FREE, null, null, false, false);
        }
    }

    private static LockHolder signer(Path file) throws IOException {
        try {
            return RegistryLock.signer(file);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            // Not ours to read; the kernel tells everybody who has it, only not since when.
            return LockHolder.UNKNOWN;
        }
    }

    private Diagnosis.Lock lock(Path file, LockHolder signer) throws NoSuchFileException {
        List<LockHolder.Listed> locks;
        try {
            ProcView.Mount mount = proc.mountOf(file);
            locks = LockHolder.locks(proc.proc().resolve("locks"), file, mount == null ? null : mount.device());
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            return new Diagnosis.Lock(Diagnosis.Lock.Held.UNKNOWN, signer.pid(), signer.since(), false, false);
        }
        Long signed = signer.pid();
        if (locks.isEmpty() || (signed != null && locks.contains(new LockHolder.Listed(signed, false)))) {
            boolean held = !locks.isEmpty();
            return new Diagnosis.Lock(
                    held ? Diagnosis.Lock.Held.HELD : Diagnosis.Lock.Held.FREE,
                    signed,
                    signer.since(),
                    held && signed != null && proc.isStopped(signed),
                    false);
        }
        Long holder = locks.get(0).pid();
        return new Diagnosis.Lock(
                Diagnosis.Lock.Held.HELD,
                holder,
                null,
                holder != null && proc.isStopped(holder),
                locks.get(0).shared());
    }

    /**
     * {@return the log}
     *
     * <p>Only its end is looked at, as every opening for writing does; what lies before it, {@code replay} checks.
     */
    public Diagnosis.Log log() throws IOException {
        return EndOfLog.of(registry());
    }

    /** {@return whether the mark that tells of a log that has begun fits the log} */
    public Diagnosis.Mark mark() throws IOException {
        RegistryDirectory registry = registry();
        Mark mark = registry.mark();
        Mark.Reading reading = mark.read();
        Manifest first =
                reading == null || !Files.isDirectory(registry.queue()) ? null : MarkWriter.firstOf(registry.queue());
        return new Diagnosis.Mark(
                mark.file(), reading != null && reading.isOfAnother(first), defect(mark, reading, first));
    }

    private static @Nullable String defect(Mark mark, Mark.@Nullable Reading reading, @Nullable Manifest first)
            throws IOException {
        if (reading != null && reading.isOfAnother(first)) {
            return mark.evidence() + ", and the log begins with another: it was replaced";
        }
        return reading == null || reading.defect() == null
                ? null
                : mark.file() + " cannot be read: " + reading.defect();
    }

    /**
     * {@return what the history goes on from, or null when it begins with the first event}
     *
     * @throws dev.podregistry.model.DamagedLogException when that is not what was written any more
     */
    public @Nullable Foundation foundation() throws IOException {
        return FoundationFiles.in(registry().queue()).read();
    }

    /** {@return the files of events that Chronicle has put aside, oldest first; what they hold is held against the log} */
    public List<Diagnosis.Discarded> discarded() throws IOException {
        Path queue = registry().queue();
        List<Path> files = Files.isDirectory(queue) ? DayFiles.discarded(queue) : List.of();
        if (files.isEmpty()) {
            return List.of();
        }
        Set<Hash> has = new HashSet<>();
        RawLog.read(
                queue,
                (day, transaction) ->
                        transaction.forEach(record -> has.add(record.link().hash())));
        List<Diagnosis.Discarded> found = new ArrayList<>();
        for (Path file : files) {
            try (RawDay day = RawDay.open(file)) {
                List<RawRecord> records = day.salvage(0);
                long lacking = records.stream()
                        .filter(record -> !has.contains(record.link().hash()))
                        .count();
                found.add(new Diagnosis.Discarded(file, records.size(), (int) lacking));
            }
        }
        return found;
    }

    /** {@return what the parts of the registry take that are there} */
    public List<Diagnosis.Size> sizes() throws IOException {
        List<Diagnosis.Size> sizes = new ArrayList<>();
        for (String name : List.of("queue", "snapshots", "quarantine")) {
            Path folder = registry().root().resolve(name);
            if (Files.isDirectory(folder)) {
                sizes.add(size(folder));
            }
        }
        return sizes;
    }

    private static Diagnosis.Size size(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        long[] apparent = {0};
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                if (is.isRegularFile()) {
                    files.add(file);
                    apparent[0] += is.size();
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        Long data = apparent[0] > LOOKED_THROUGH ? null : data(files);
        return new Diagnosis.Size(folder.getFileName().toString(), files.size(), apparent[0], data);
    }

    private static @Nullable Long data(List<Path> files) {
        long data = 0;
        for (Path path : files) {
            try (FileWindow file = FileWindow.open(path)) {
                for (long page = 0; page < file.size(); page += FileWindow.PAGE) {
                    data += file.isBlank(page) ? 0 : FileWindow.PAGE;
                }
            } catch (IOException e) {
                return null;
            }
        }
        return data;
    }

    /** {@return what recoveries and repairs have set aside, the newest first} */
    public List<Diagnosis.Quarantine> quarantines() throws IOException {
        Path folder = registry().quarantine();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Diagnosis.Quarantine> found = new ArrayList<>();
        try (Stream<Path> folders = Files.list(folder)) {
            for (Path one : folders.sorted(Comparator.reverseOrder()).toList()) {
                found.add(new Diagnosis.Quarantine(one, report(one)));
            }
        }
        return found;
    }

    private static Diagnosis.Quarantine.@Nullable Report report(Path quarantine) throws IOException {
        ReportFiles.Summary report = ReportFiles.read(quarantine);
        return report == null
                ? null
                : new Diagnosis.Quarantine.Report(report.time(), report.kept(), report.defect(), report.dropped());
    }

    /** {@return what processes can tell of each other here} */
    public Diagnosis.Processes processes() {
        String boot = read("sys/kernel/random/boot_id");
        String namespace = pidNamespace();
        boolean start = read("self/stat") != null;
        String kind = boot != null && namespace != null && start ? "Linux" : "Portable";
        return new Diagnosis.Processes(kind, boot, namespace, ownPids(), hidepid());
    }

    private @Nullable String read(String file) {
        try {
            return proc.read(file).strip();
        } catch (IOException e) {
            return null;
        }
    }

    private @Nullable String pidNamespace() {
        try {
            return Files.readSymbolicLink(proc.proc().resolve("self/ns/pid")).toString();
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** {@code NSpid} has a number for each namespace from that of {@code /proc} inwards to the process's own. */
    private boolean ownPids() {
        String status = read("self/status");
        return status != null
                && status.lines()
                        .filter(line -> line.startsWith("NSpid:"))
                        .anyMatch(line -> line.strip().split("\\s+", -1).length == 2);
    }

    private @Nullable String hidepid() {
        try {
            ProcView.Mount self = proc.self();
            String option = self == null ? null : self.option("hidepid");
            return self == null || option != null ? option : "0";
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private RegistryDirectory registry() throws IOException {
        try {
            return new RegistryDirectory(directory.toRealPath());
        } catch (NoSuchFileException e) {
            return new RegistryDirectory(directory);
        }
    }
}
