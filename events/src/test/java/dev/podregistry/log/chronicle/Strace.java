package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import java.util.concurrent.TimeUnit;

/** Has strace tamper with a system call of a process that waits to be told to begin. */
final class Strace {

    /** What a process says that is killed. */
    static final String KILLED = "";

    private Strace() {}

    /**
     * {@return the line that the child says when it goes on, nothing when it was killed}
     *
     * @param child says "ready", and goes on when it gets a line
     * @param injection the call and what is done to it, as strace takes it
     */
    static String said(ChildJvm child, String injection) throws Exception {
        String call = injection.substring(0, injection.indexOf(':'));
        assertEquals("ready", child.line());
        Process strace = new ProcessBuilder(
                        "strace",
                        "-o",
                        "/dev/null",
                        "-f",
                        "-p",
                        Long.toString(child.pid()),
                        "-e",
                        "trace=" + call,
                        "-e",
                        "inject=" + injection)
                .redirectErrorStream(true)
                .start();
        try {
            assertTrue(String.valueOf(strace.inputReader().readLine()).contains(" attached"), "strace");
            child.tell("");
            String said = child.line();
            return said == null ? KILLED : said;
        } finally {
            child.kill();
            // It may wait for a thread of the dead for ever.
            strace.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
    }
}
