package dev.podregistry.api;

import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.model.ProcessIdentity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;

/** Processes as the JDK shows them, for systems other than Linux. */
final class PortableProcesses implements ProcessSource {

    /** Start instants may be derived from a clock that is being set; no pid is reused this fast. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final String host;

    PortableProcesses(String host) {
        this.host = host;
    }

    static PortableProcesses open() {
        try {
            return new PortableProcesses(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return new PortableProcesses("localhost");
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
            return ProcessHandle.of(bare.pid()).filter(ProcessHandle::isAlive).isPresent()
                    ? Verdict.ALIVE
                    : Verdict.DEAD;
        }
        if (!(process instanceof ProcessIdentity.Portable portable)
                || !portable.host().equals(host)) {
            return Verdict.UNKNOWN;
        }
        return ProcessHandle.of(portable.pid())
                .filter(ProcessHandle::isAlive)
                .map(found -> verdict(found, portable.start()))
                .orElse(Verdict.DEAD);
    }

    private static Verdict verdict(ProcessHandle found, Instant start) {
        return found.info()
                .startInstant()
                .map(now -> Duration.between(start, now).abs().compareTo(TOLERANCE) <= 0 ? Verdict.ALIVE : Verdict.DEAD)
                .orElse(Verdict.UNKNOWN);
    }
}
