package dev.podregistry.api;

import static dev.podregistry.api.Liveness.Judgement.unknown;

import dev.podregistry.api.Liveness.Judgement;
import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.model.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Processes as the Linux kernel shows them below {@code /proc}.
 *
 * <p>Whatever could be due to a namespace, a mount, the clock or a lack of descriptors is no reason to call a process dead.
 */
final class LinuxProcesses implements ProcessSource {

    private static final Judgement SELF = new Judgement(Verdict.ALIVE, "it is the process that asks");
    private static final Judgement RUNNING = new Judgement(Verdict.ALIVE, "it is running");

    private final Path proc;
    private final ProcMount mount;
    private final Viewpoint here;
    private final EarlierBoot earlier;
    private final ProcessIdentity.Linux self;
    private final RunningProcesses running;
    private final Shortage shortage;

    private LinuxProcesses(Path proc, Path root) throws IOException {
        this.proc = proc;
        this.mount = new ProcMount(proc);
        this.shortage = new Shortage(proc.resolve("self/stat"));
        this.here = Viewpoint.of(proc, root, mount);
        this.earlier = new EarlierBoot(here, new BootTime(proc, mount));
        this.running = new RunningProcesses(RunningProcesses.share(proc));
        // As this /proc numbers it, which may be that of an outer namespace.
        long pid = Long.parseLong(Files.readSymbolicLink(proc.resolve("self")).toString());
        if (mount.covers(pid)) {
            throw new IOException("something is mounted over what /proc tells of this process");
        }
        // Classes can only be loaded while there are descriptors, so this is what runs when there are none.
        this.self = identity(pid, statWithSpare(folder(pid)));
    }

    /**
     * {@return the processes below {@code proc}, or null when this is no Linux or it does not show what is needed}
     *
     * @param root where the machine id is looked for
     */
    static @Nullable LinuxProcesses open(Path proc, Path root) {
        try {
            return new LinuxProcesses(proc, root);
        } catch (IOException | RuntimeException e) {
            // Not Linux, or a sandbox with half a /proc: the JDK's view of processes is the next best.
            return null;
        }
    }

    @Override
    public ProcessIdentity current() {
        return self;
    }

    @Override
    public Optional<ProcessIdentity> find(long pid) {
        if (here.numbering() != Numbering.OWN) {
            if (pid == ProcessHandle.current().pid()) {
                return Optional.of(self);
            }
            throw ProcessSource.unobservable(pid, here.numbering().doubt());
        }
        try {
            ProcStat found = stat(pid);
            if (mount.covers(pid)) {
                throw ProcessSource.unobservable(pid, mount.disbelief(pid));
            }
            if (found.hasEnded()) {
                return Optional.empty();
            }
            long process = Threads.processOf(folder(pid), pid);
            if (process != pid) {
                throw Threads.refused(pid, process);
            }
            return Optional.of(identity(pid, found));
        } catch (IOException e) {
            if (Files.exists(folder(pid))) {
                throw ProcessSource.unobservable(pid, e.toString());
            }
            return Optional.empty();
        }
    }

    @Override
    public Judgement explain(ProcessIdentity process, Supplier<@Nullable Instant> recorded) {
        if (process.equals(self)) {
            return SELF;
        }
        if (process instanceof ProcessIdentity.BarePid bare) {
            return explain(bare);
        }
        if (!(process instanceof ProcessIdentity.Linux linux)) {
            return unknown("it was recorded where /proc did not show enough to tell it from others");
        }
        if (!linux.host().equals(here.host())) {
            return unknown("it runs on another host, " + linux.host());
        }
        if (!linux.boot().equals(here.boot())) {
            return earlier.explain(
                    linux, recorded, () -> seen(linux.pid(), linux.startTicks()).verdict());
        }
        if (!linux.pidNamespace().equals(here.namespaces())) {
            return unknown("it runs in other namespaces, " + linux.pidNamespace() + ", than this process, "
                    + here.namespaces());
        }
        return running.runs(linux) ? RUNNING : observed(linux);
    }

    /** Of its namespace nothing is known; in the first one, which every host has, it is taken to be of that one. */
    private Judgement explain(ProcessIdentity.BarePid bare) {
        Judgement seen = seen(bare.pid(), null);
        return seen.verdict() == Verdict.DEAD && !here.isInitial()
                ? unknown("nothing but its pid is known, and this process is not in the host's own pid namespace")
                : seen;
    }

    private Judgement observed(ProcessIdentity.Linux linux) {
        // Opened first: if the process is seen running after that, it is the one that the file is about, or that one is
        // gone.
        RunningProcesses.Pages pages = running.open(folder(linux.pid()));
        Judgement seen = seen(linux.pid(), linux.startTicks());
        if (pages != null && seen.verdict() == Verdict.ALIVE) {
            running.keep(linux, pages);
        } else if (pages != null) {
            pages.close();
        }
        return seen;
    }

    private Judgement seen(long pid, @Nullable Long startTicks) {
        try {
            ProcStat found = stat(pid);
            if (found.hasEnded()) {
                return told(pid, "it has ended, and its parent has not asked how yet");
            }
            return startTicks == null || startTicks == found.startTicks()
                    ? RUNNING
                    : told(pid, "its pid has gone to a process that started at another time");
        } catch (IOException e) {
            return Files.notExists(folder(pid))
                    ? unseen()
                    : unknown("what /proc tells of it cannot be read: " + e.getMessage());
        }
    }

    /** Dead by what a file says, if that file is proc's own. */
    private Judgement told(long pid, String reason) {
        String disbelief = mount.disbelief(pid);
        return disbelief == null ? dead(reason) : unknown(disbelief);
    }

    private Judgement unseen() {
        String blindness = mount.blindness();
        return blindness == null
                ? dead("no process has its pid")
                : unknown("no process with its pid is shown, but " + blindness);
    }

    private Judgement dead(String reason) {
        String doubt = here.doubt();
        return doubt == null ? new Judgement(Verdict.DEAD, reason) : unknown(doubt);
    }

    /** Where no descriptor is left, one is taken that was kept for that, or for speed only. */
    private ProcStat stat(long pid) throws IOException {
        Path folder = folder(pid);
        try {
            ProcStat found = ProcStat.of(folder);
            shortage.isOver();
            return found;
        } catch (IOException e) {
            if (Files.notExists(folder) || !shortage.isNow()) {
                throw e;
            }
        }
        try {
            return statWithSpare(folder);
        } catch (IOException e) {
            shortage.hid(pid, e.toString());
            throw e;
        }
    }

    private ProcStat statWithSpare(Path folder) throws IOException {
        return shortage.spend(() -> ProcStat.of(folder), running::closeOne);
    }

    private ProcessIdentity.Linux identity(long pid, ProcStat stat) {
        return new ProcessIdentity.Linux(here.host(), here.boot(), here.namespaces(), pid, stat.startTicks());
    }

    private Path folder(long pid) {
        return proc.resolve(Long.toString(pid));
    }
}
