package dev.podregistry.cli.doctor;

import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Program;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Processes;
import dev.podregistry.log.chronicle.doctor.LogDoctor;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Looks at the JVM and at what the system shows of processes. */
final class MachineExam {

    private static final Set<String> HIDES_NOTHING = Set.of("0", "off", "1", "noaccess");

    private final LogDoctor doctor;

    MachineExam(LogDoctor doctor) {
        this.doctor = doctor;
    }

    List<Finding> java() {
        String version = System.getProperty("java.version", "of an unknown version");
        String vendor = System.getProperty("java.vendor", "an unknown vendor");
        List<String> missing = LogDoctor.missingFlags();
        String java = version + ", " + vendor;
        Finding finding = missing.isEmpty()
                ? Finding.ok("java", java + "; it has every flag that the log needs")
                : Finding.fail(
                        "java",
                        ExitCode.JVM_FLAGS,
                        java + "; it lacks flags that the log needs",
                        "start it with " + String.join(" ", missing) + ", or by bin/pod-registry or java -jar");
        return List.of(finding.with("version", version).with("vendor", vendor).with("missingFlags", missing));
    }

    List<Finding> versions() throws IOException {
        String own = Program.version();
        String chronicle = LogDoctor.chronicleVersion();
        return List.of(Finding.ok(
                        "versions",
                        "pod-registry " + own + ", chronicle-queue " + (chronicle == null ? "unknown" : chronicle))
                .with("podRegistry", own)
                .with("chronicleQueue", chronicle));
    }

    List<Finding> processes() {
        Processes is = doctor.processes();
        return List.of(judge(is)
                .with("identity", is.kind())
                .with("boot", is.boot())
                .with("pidNamespace", is.pidNamespace())
                .with("ownPids", is.ownPids())
                .with("hidepid", is.hidepid()));
    }

    private static Finding judge(Processes is) {
        boolean linux = System.getProperty("os.name", "").equals("Linux");
        if (!is.kind().equals("Linux")) {
            String text = "identity " + is.kind() + (linux ? ": /proc does not show enough for more" : "");
            return linux
                    ? Finding.warn(
                            "processes",
                            text + "; no process is ever said to have died",
                            "give the pods a /proc with sys/kernel/random/boot_id and self/ns/pid")
                    : Finding.ok("processes", text);
        }
        String text = "identity Linux, by boot id, pid namespace " + is.pidNamespace() + " and start ticks; ";
        if (!is.ownPids()) {
            return Finding.warn(
                    "processes",
                    text + "/proc is not known to be that of this pid namespace, so no process is said to have died",
                    "mount one for it: unshare --mount-proc, bwrap --proc /proc");
        }
        if (is.hidepid() == null) {
            return Finding.warn(
                    "processes",
                    text + "nothing tells how /proc is mounted, so a process that it does not show may live",
                    "release the pods of dead processes by hand, or mount /proc at its place");
        }
        return HIDES_NOTHING.contains(is.hidepid())
                ? Finding.ok("processes", text + "/proc hides none")
                : Finding.warn(
                        "processes",
                        text + "/proc hides those of other users (hidepid=" + is.hidepid() + ")",
                        "with hidepid=2, run the pods in the group of the mount's gid=, root's without it; else, and with"
                                + " hidepid=4, they stay when they have died, until they are released");
    }
}
