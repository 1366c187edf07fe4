package dev.podregistry.api;

import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.Quoted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Processes as the Linux kernel shows them below {@code /proc}.
 *
 * <p>Files are read as streams: an interrupt would close a channel, and an interrupted caller wants a true verdict too.
 */
final class LinuxProcesses implements ProcessSource {

    private final Path proc;
    private final ProcMount mount;
    private final String host;
    private final String boot;
    private final String pidNamespace;
    private final ProcessIdentity.Linux self;
    private final RunningProcesses running = new RunningProcesses();

    private LinuxProcesses(Path proc, String host, String boot, String pidNamespace) throws IOException {
        this.proc = proc;
        this.mount = new ProcMount(proc);
        this.host = host;
        this.boot = boot;
        this.pidNamespace = pidNamespace;
        // As this /proc numbers it, which may be that of an outer namespace.
        long pid = Long.parseLong(Files.readSymbolicLink(proc.resolve("self")).toString());
        this.self = identity(pid, ProcStat.parse(ProcMount.read(stat(pid))));
    }

    /**
     * {@return the processes below {@code proc}, or null when this is no Linux or it does not show what is needed}
     *
     * @param root where the machine id is looked for
     */
    static @Nullable LinuxProcesses open(Path proc, Path root) {
        try {
            String boot =
                    ProcMount.read(proc.resolve("sys/kernel/random/boot_id")).strip();
            String namespace =
                    Files.readSymbolicLink(proc.resolve("self/ns/pid")).toString();
            return new LinuxProcesses(proc, host(proc, root), boot, namespace);
        } catch (IOException | RuntimeException e) {
            // Not Linux, or a sandbox with half a /proc: the JDK's view of processes is the next best.
            return null;
        }
    }

    private static String host(Path proc, Path root) throws IOException {
        for (Path file : new Path[] {root.resolve("etc/machine-id"), root.resolve("var/lib/dbus/machine-id")}) {
            String id = Files.isRegularFile(file) ? ProcMount.read(file).strip() : "";
            if (!id.isEmpty() && !id.equals("uninitialized")) {
                return id;
            }
        }
        return "name:" + ProcMount.read(proc.resolve("sys/kernel/hostname")).strip();
    }

    @Override
    public ProcessIdentity current() {
        return self;
    }

    @Override
    public ProcessIdentity observe(long pid) {
        try {
            ProcStat found = ProcStat.parse(ProcMount.read(stat(pid)));
            if (!found.hasEnded()) {
                return identity(pid, found);
            }
        } catch (IOException e) {
            if (Files.exists(proc.resolve(Long.toString(pid)))) {
                throw new IllegalArgumentException("the process with pid " + pid + " cannot be observed: " + e, e);
            }
        }
        throw new IllegalArgumentException("no process with pid " + pid + " is running");
    }

    @Override
    public Verdict verdict(ProcessIdentity process) {
        if (process.equals(self)) {
            return Verdict.ALIVE;
        }
        if (process instanceof ProcessIdentity.BarePid bare) {
            return verdict(bare.pid(), null);
        }
        if (!(process instanceof ProcessIdentity.Linux linux) || !linux.host().equals(host)) {
            return Verdict.UNKNOWN;
        }
        // A restart ends every namespace too, so it is asked for first.
        if (!linux.boot().equals(boot)) {
            return Verdict.DEAD;
        }
        if (!linux.pidNamespace().equals(pidNamespace)) {
            return Verdict.UNKNOWN;
        }
        return running.runs(linux) ? Verdict.ALIVE : observed(linux);
    }

    private Verdict observed(ProcessIdentity.Linux linux) {
        // Opened first: if the process is seen running after that, it is the one that the file is about, or that one is
        // gone.
        RunningProcesses.Pages pages = running.open(proc.resolve(Long.toString(linux.pid())));
        Verdict verdict = verdict(linux.pid(), linux.startTicks());
        if (pages != null && verdict == Verdict.ALIVE) {
            running.keep(linux, pages);
        } else if (pages != null) {
            pages.close();
        }
        return verdict;
    }

    private Verdict verdict(long pid, @Nullable Long startTicks) {
        try {
            ProcStat found = ProcStat.parse(ProcMount.read(stat(pid)));
            boolean other = startTicks != null && startTicks != found.startTicks();
            return found.hasEnded() || other ? Verdict.DEAD : Verdict.ALIVE;
        } catch (IOException e) {
            boolean missing = Files.notExists(proc.resolve(Long.toString(pid)));
            return missing && mount.showsEverybody() ? Verdict.DEAD : Verdict.UNKNOWN;
        }
    }

    private ProcessIdentity.Linux identity(long pid, ProcStat stat) {
        return new ProcessIdentity.Linux(host, boot, pidNamespace, pid, stat.startTicks());
    }

    private Path stat(long pid) {
        return proc.resolve(Long.toString(pid)).resolve("stat");
    }

    /**
     * What {@code /proc/<pid>/stat} says.
     *
     * @param state the letter of the state
     * @param threads how many threads are left, counting the first one even when it has ended
     * @param startTicks clock ticks since boot at which the process started
     */
    private record ProcStat(char state, long threads, long startTicks) {

        /** Fields are counted from 1; the first ones go up to the name in parentheses, which may hold anything. */
        static ProcStat parse(String line) throws IOException {
            String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
            try {
                return new ProcStat(
                        fields[0].charAt(0), Long.parseLong(fields[20 - 3]), Long.parseLong(fields[22 - 3]));
            } catch (IndexOutOfBoundsException | NumberFormatException e) {
                throw new IOException("no process status: " + Quoted.text(line), e);
            }
        }

        /** A first thread that has ended shows as a zombie while the others go on; then the process lives. */
        boolean hasEnded() {
            return (state == 'Z' && threads <= 1) || state == 'X' || state == 'x';
        }
    }
}
