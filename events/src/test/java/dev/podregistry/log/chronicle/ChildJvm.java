package dev.podregistry.log.chronicle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with this one's class path and flags, running the main method of a test class. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(ProcessBuilder builder) throws IOException {
        process = builder.start();
        output = process.inputReader();
    }

    static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
        ProcessBuilder builder = command(flags(), main, arguments);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        return new ChildJvm(builder);
    }

    static ChildJvm start(ProcessBuilder builder) throws IOException {
        return new ChildJvm(builder);
    }

    static ProcessBuilder command(List<String> flags, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command);
    }

    static List<String> flags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--"))
                .toList();
    }

    long pid() {
        return process.pid();
    }

    /** {@return the next line it prints, or null when it ended} */
    String line() {
        try {
            return output.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return all it still prints before it ends} */
    List<String> rest() {
        return output.lines().toList();
    }

    /** Gives it a line to read. */
    void tell(String line) throws IOException {
        process.outputWriter().append(line).append('\n').flush();
    }

    /** Sends it a signal by name, as STOP or CONT. */
    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    /** Ends it at once, and leaves what it has printed to be read. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    int exit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("child " + process.pid() + " does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
