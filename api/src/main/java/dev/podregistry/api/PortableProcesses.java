package dev.podregistry.api;

import static dev.podregistry.api.Liveness.Judgement.unknown;

import dev.podregistry.api.Liveness.Judgement;
import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.model.ProcessIdentity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Processes as the JDK shows them, for systems other than Linux, and for a Linux whose {@code /proc} is too small for more.
 *
 * <p>Where a pid may be that of another namespace, or a start be derived from a clock that is set, nothing is said to be
 * dead.
 */
final class PortableProcesses implements ProcessSource {

    /** No pid is reused this fast. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final Judgement SELF = new Judgement(Verdict.ALIVE, "it is the process that asks");
    private static final Judgement RUNNING = new Judgement(Verdict.ALIVE, "it is running");

    private static final Path PROC = Path.of("/proc");

    private final String host;
    private final boolean oneNamespace;
    private final Numbering numbering;
    private final ProcessIdentity self;

    /**
     * Looks at the processes of this system.
     *
     * @param host the name of the machine
     * @param oneNamespace whether all processes of the system are numbered in one way, and keep their start as it was
     */
    PortableProcesses(String host, boolean oneNamespace) {
        this.host = host;
        this.oneNamespace = oneNamespace;
        this.numbering = isLinux() ? Numbering.of(PROC) : Numbering.OWN;
        // Without a start another process with this pid would be taken for this one.
        Instant start = ProcessHandle.current()
                .info()
                .startInstant()
                .orElseGet(() -> Instant.ofEpochMilli(
                        ManagementFactory.getRuntimeMXBean().getStartTime()));
        this.self = new ProcessIdentity.Portable(host, ProcessHandle.current().pid(), start);
    }

    private static String system() {
        return System.getProperty("os.name", "");
    }

    private static boolean isLinux() {
        return system().equals("Linux");
    }

    static PortableProcesses open() {
        String system = system();
        // Jails, zones and the like make namespaces of others, and clocks make their starts.
        boolean oneNamespace = system.startsWith("Windows") || system.startsWith("Mac OS X");
        try {
            return new PortableProcesses(InetAddress.getLocalHost().getHostName(), oneNamespace);
        } catch (UnknownHostException e) {
            return new PortableProcesses("localhost", oneNamespace);
        }
    }

    @Override
    public ProcessIdentity current() {
        return self;
    }

    @Override
    public Optional<ProcessIdentity> find(long pid) {
        if (pid == self.pid()) {
            return Optional.of(self);
        }
        if (numbering != Numbering.OWN) {
            throw ProcessSource.unobservable(pid, numbering.doubt());
        }
        Optional<ProcessHandle> found = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        found.ifPresent(PortableProcesses::checkIsNoThread);
        return found.map(this::identity);
    }

    private static void checkIsNoThread(ProcessHandle found) {
        long pid = found.pid();
        try {
            long process = Threads.processOf(PROC.resolve(Long.toString(pid)), pid);
            if (process != pid) {
                throw Threads.refused(pid, process);
            }
        } catch (IOException e) {
            // No Linux, or it has ended since.
            return;
        }
    }

    private ProcessIdentity identity(ProcessHandle process) {
        Instant start = process.info().startInstant().orElse(null);
        if (start != null) {
            return new ProcessIdentity.Portable(host, process.pid(), start);
        }
        if (oneNamespace) {
            return new ProcessIdentity.BarePid(process.pid());
        }
        throw ProcessSource.unobservable(process.pid(), "when it started is not shown");
    }

    @Override
    public Judgement explain(ProcessIdentity process, Supplier<@Nullable Instant> recorded) {
        if (process.equals(self)) {
            return SELF;
        }
        if (process instanceof ProcessIdentity.BarePid bare) {
            return ProcessHandle.of(bare.pid()).filter(ProcessHandle::isAlive).isPresent()
                    ? RUNNING
                    : unseen(bare.pid());
        }
        if (!(process instanceof ProcessIdentity.Portable portable)) {
            return unknown("it was recorded with what only Linux shows of a process, and not here");
        }
        if (!portable.host().equals(host)) {
            return unknown("it runs on another host, " + portable.host());
        }
        return ProcessHandle.of(portable.pid())
                .filter(ProcessHandle::isAlive)
                .map(found -> seen(found, portable.start()))
                .orElseGet(() -> unseen(portable.pid()));
    }

    /** One that may not be looked at, as of another user, is listed all the same. */
    private Judgement unseen(long pid) {
        if (!oneNamespace) {
            return unknown("no process with its pid is shown, but it may be numbered in another way or hidden here");
        }
        return ProcessHandle.allProcesses().anyMatch(process -> process.pid() == pid)
                ? unknown("the process with its pid cannot be observed")
                : new Judgement(Verdict.DEAD, "no process has its pid");
    }

    private Judgement seen(ProcessHandle found, Instant start) {
        Instant now = found.info().startInstant().orElse(null);
        if (now == null) {
            return unknown("when the process with its pid started is not shown");
        }
        if (Duration.between(start, now).abs().compareTo(TOLERANCE) <= 0) {
            return RUNNING;
        }
        return oneNamespace
                ? new Judgement(Verdict.DEAD, "its pid has gone to a process that started at another time")
                : unknown("the process with its pid started at another time, by a clock that may have been set");
    }
}
