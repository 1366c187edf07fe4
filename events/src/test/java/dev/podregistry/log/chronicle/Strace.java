package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Has strace tamper with a system call of a process that waits to be told to begin. */
final class Strace {

    /** What a process says that is killed. */
    static final String KILLED = "";

    private static final Pattern BY_THREAD = Pattern.compile("\\[pid +(\\d+)\\] (.*)");

    private Strace() {}

    /**
     * {@return the line that the child says when it goes on, nothing when it was killed}
     *
     * @param child says "ready", and goes on when it gets a line
     * @param injection the call and what is done to it, as strace takes it
     */
    static String said(ChildJvm child, String injection) throws Exception {
        Process strace = start(child, injection, List.of("-o", "/dev/null"));
        try {
            child.tell("");
            String said = child.line();
            return said == null ? KILLED : said;
        } finally {
            child.kill();
            // It may wait for a thread of the dead for ever.
            strace.destroyForcibly().waitFor(600, TimeUnit.SECONDS);
        }
    }

    /** Looks at what a call has changed. */
    @FunctionalInterface
    interface Look {
        void at(String call) throws Exception;
    }

    /**
     * {@return the line that the child says when it goes on, having stood still after each of its calls}
     *
     * @param child says "ready", and goes on when it gets a line; its threads do one thing after the other
     * @param calls the calls, with commas between them
     * @param paths what the calls are about, else they do not count
     * @param look is taken while it stands still
     */
    static String stopped(ChildJvm child, String calls, List<Path> paths, Look look) throws Exception {
        List<String> options = new ArrayList<>();
        paths.forEach(path -> options.addAll(List.of("-P", path.toString())));
        Process strace = start(child, calls + ":signal=STOP", options);
        try {
            child.tell("");
            follow(strace.inputReader(), child, look);
            return child.line();
        } finally {
            child.kill();
            strace.destroyForcibly().waitFor(600, TimeUnit.SECONDS);
        }
    }

    /** Of the threads, the one that made the call is told first that it is to stop. */
    private static void follow(BufferedReader lines, ChildJvm child, Look look) throws Exception {
        Map<String, String> calls = new HashMap<>();
        String caller = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher said = BY_THREAD.matcher(line);
            if (!said.matches()) {
                continue;
            }
            String thread = said.group(1);
            String what = said.group(2);
            if (what.startsWith("--- SIGSTOP ")) {
                caller = caller == null ? thread : caller;
            } else if (what.startsWith("--- stopped by SIGSTOP ") && thread.equals(caller)) {
                look.at(calls.getOrDefault(thread, ""));
                caller = null;
                child.signal("CONT");
            } else if (!what.startsWith("---") && !what.startsWith("<... ")) {
                calls.put(thread, what);
            }
        }
    }

    private static Process start(ChildJvm child, String injection, List<String> options) throws Exception {
        String calls = injection.substring(0, injection.indexOf(':'));
        assertEquals("ready", child.line());
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-p", Long.toString(child.pid())));
        command.addAll(List.of("-e", "trace=" + calls, "-e", "inject=" + injection));
        command.addAll(options);
        Process strace = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertTrue(String.valueOf(strace.inputReader().readLine()).contains(" attached"), "strace");
        return strace;
    }
}
