package dev.podregistry.model;

import java.time.Instant;

/**
 * Which process a pod lives in, told so that a reused pid is not mistaken for it.
 *
 * <p>Recorded as observed; whether the process still lives is asked elsewhere.
 */
public sealed interface ProcessIdentity {

    /** {@return the process id as its own host and pid namespace number it} */
    long pid();

    /**
     * A process on Linux, as the kernel reports it.
     *
     * @param host the machine id
     * @param boot the boot id ({@code /proc/sys/kernel/random/boot_id})
     * @param pidNamespace what pid and start ticks are counted in, and compared only within: the pid namespace ({@code
     *     /proc/self/ns/pid}), followed by the time namespace if it is not the kernel's first one, and by a word for each
     *     thing that makes pid or boot id mean something else than to other processes of that namespace
     * @param pid the process id, from 1
     * @param startTicks clock ticks since boot at which it started ({@code /proc/<pid>/stat}, field 22)
     */
    record Linux(String host, String boot, String pidNamespace, long pid, long startTicks) implements ProcessIdentity {

        public Linux {
            checkPid(pid);
            checkText("host", host);
            checkText("boot id", boot);
            checkText("pid namespace", pidNamespace);
            if (startTicks < 0) {
                throw new IllegalArgumentException("start ticks " + startTicks + " are negative");
            }
        }

        @Override
        public String toString() {
            return "pid " + pid;
        }
    }

    /**
     * A process on a system other than Linux, as the JDK reports it.
     *
     * @param host the machine's id or name
     * @param pid the process id, from 1
     * @param start when it started
     */
    record Portable(String host, long pid, Instant start) implements ProcessIdentity {

        public Portable {
            checkPid(pid);
            checkText("host", host);
        }

        @Override
        public String toString() {
            return "pid " + pid;
        }
    }

    /**
     * A process of which nothing but its id is known, as in an imported table; judged by that id alone.
     *
     * @param pid the process id, from 1
     */
    record BarePid(long pid) implements ProcessIdentity {

        public BarePid {
            checkPid(pid);
        }

        @Override
        public String toString() {
            return "pid " + pid + " (nothing else known)";
        }
    }

    private static void checkPid(long pid) {
        if (pid < 1 || pid > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("pid " + pid + " is not in 1..4294967295");
        }
    }

    private static void checkText(String what, String text) {
        String defect = text.isEmpty() ? "is empty" : PlainText.defect(text, PodName.MAX_BYTES);
        if (defect != null) {
            throw new IllegalArgumentException(what + " of a process " + defect);
        }
    }
}
