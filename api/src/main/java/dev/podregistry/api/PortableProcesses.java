package dev.podregistry.api;

import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.model.ProcessIdentity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Processes as the JDK shows them, for systems other than Linux.
 *
 * <p>On a Linux whose {@code /proc} is too small for more, it shows what the JDK finds there; what it does not find may
 * still live.
 */
final class PortableProcesses implements ProcessSource {

    /** Start instants may be derived from a clock that is being set; no pid is reused this fast. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final String host;
    private final @Nullable ProcMount mount;

    PortableProcesses(String host, @Nullable ProcMount mount) {
        this.host = host;
        this.mount = mount;
    }

    static PortableProcesses open() {
        ProcMount mount = ProcMount.ofSystem();
        try {
            return new PortableProcesses(InetAddress.getLocalHost().getHostName(), mount);
        } catch (UnknownHostException e) {
            return new PortableProcesses("localhost", mount);
        }
    }

    @Override
    public ProcessIdentity current() {
        return identity(ProcessHandle.current());
    }

    @Override
    public ProcessIdentity observe(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(this::identity)
                .orElseThrow(() -> new IllegalArgumentException("no process with pid " + pid + " is running"));
    }

    private ProcessIdentity identity(ProcessHandle process) {
        return process.info()
                .startInstant()
                .<ProcessIdentity>map(start -> new ProcessIdentity.Portable(host, process.pid(), start))
                .orElseGet(() -> new ProcessIdentity.BarePid(process.pid()));
    }

    @Override
    public Verdict verdict(ProcessIdentity process) {
        if (process instanceof ProcessIdentity.BarePid bare) {
            return ProcessHandle.of(bare.pid()).filter(ProcessHandle::isAlive).isPresent() ? Verdict.ALIVE : notFound();
        }
        if (!(process instanceof ProcessIdentity.Portable portable)
                || !portable.host().equals(host)) {
            return Verdict.UNKNOWN;
        }
        return ProcessHandle.of(portable.pid())
                .filter(ProcessHandle::isAlive)
                .map(found -> verdict(found, portable.start()))
                .orElseGet(this::notFound);
    }

    private Verdict notFound() {
        return mount == null || mount.showsEverybody() ? Verdict.DEAD : Verdict.UNKNOWN;
    }

    private static Verdict verdict(ProcessHandle found, Instant start) {
        return found.info()
                .startInstant()
                .map(now -> Duration.between(start, now).abs().compareTo(TOLERANCE) <= 0 ? Verdict.ALIVE : Verdict.DEAD)
                .orElse(Verdict.UNKNOWN);
    }
}
