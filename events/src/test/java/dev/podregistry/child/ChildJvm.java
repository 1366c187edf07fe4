package dev.podregistry.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with this one's class path and flags, running the main method of a test class. */
public final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(ProcessBuilder builder) throws IOException {
        process = builder.start();
        output = process.inputReader();
    }

    /** Starts a child that complains where this JVM does. */
    public static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
        ProcessBuilder builder = command(flags(), main, arguments);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        return new ChildJvm(builder);
    }

    /** Starts what {@link #command} has made. */
    public static ChildJvm start(ProcessBuilder builder) throws IOException {
        return new ChildJvm(builder);
    }

    /** {@return what starts a child that is up soon} */
    public static ProcessBuilder command(List<String> flags, Class<?> main, Object... arguments) {
        return new ProcessBuilder(words(flags, System.getProperty("java.class.path"), main, arguments));
    }

    /** {@return the words of such a command, to which others may be added before and after} */
    public static List<String> words(List<String> flags, String classPath, Class<?> main, Object... arguments) {
        List<String> words = new ArrayList<>();
        words.add(java());
        words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        words.addAll(flags);
        words.addAll(List.of("-cp", classPath, main.getName()));
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        return words;
    }

    /** {@return the program that starts a JVM of this JDK} */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** {@return the flags of this JVM that open modules to it, or keep it quiet} */
    public static List<String> flags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--"))
                .toList();
    }

    /** {@return its number} */
    public long pid() {
        return process.pid();
    }

    /** {@return the next line it prints, or null when it ended} */
    public String line() {
        try {
            return output.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return all it still prints before it ends} */
    public List<String> rest() {
        return output.lines().toList();
    }

    /** Gives it a line to read. */
    public void tell(String line) throws IOException {
        process.outputWriter().append(line).append('\n').flush();
    }

    /** Sends it a signal by name, as STOP or CONT. */
    public void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    /** Ends it at once, and leaves what it has printed to be read. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    /** {@return how it ended; an error when it does not} */
    public int exit() throws InterruptedException {
        if (!process.waitFor(600, TimeUnit.SECONDS)) {
            throw new IllegalStateException("child " + process.pid() + " does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
