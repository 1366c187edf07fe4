package dev.podregistry.cli;

import dev.podregistry.child.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real process under test; it never outlives the test. */
public final class Running implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 600;

    private final Process process;
    private final Path out;
    private final Path err;

    private Running(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    public static Path jar() {
        return Path.of(System.getProperty("executable.jar"));
    }

    static Path launcher() {
        return Path.of(System.getProperty("launcher")).normalize();
    }

    public static String java() {
        return ChildJvm.java();
    }

    /** {@return the command line {@code java -jar} on the JDK of this test} */
    public static List<String> jar(String... args) {
        return words(List.of(java(), "-jar", jar().toString()), args);
    }

    /** {@return the same, with what the launcher adds: newer JVMs warn otherwise of what Chronicle uses} */
    static List<String> quietJar(String... args) {
        List<String> quiet = Runtime.version().feature() < 23
                ? List.of(java())
                : List.of(java(), "--sun-misc-unsafe-memory-access=allow");
        return words(words(quiet, "-jar", jar().toString()), args);
    }

    public static List<String> words(List<String> first, String... rest) {
        return Stream.concat(first.stream(), Stream.of(rest)).toList();
    }

    /**
     * {@return a process}
     *
     * @param place where it works; what it prints goes to files there
     * @param environment what it sees of the environment besides {@code PATH}
     */
    public static Running start(Path place, Map<String, String> environment, List<String> command) throws IOException {
        Path out = Files.createTempFile(place, "out", ".txt");
        Path err = Files.createTempFile(place, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
        builder.directory(place.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
        String path = builder.environment().get("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    public static Prompt.Printed run(Path place, Map<String, String> environment, List<String> command)
            throws IOException {
        try (Running running = start(place, environment, command)) {
            return running.finish();
        }
    }

    public Process process() {
        return process;
    }

    public String out() {
        try {
            return Files.readString(out, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return what it printed, once it has ended} */
    Prompt.Printed finish() throws IOException {
        return finish(PATIENCE_SECONDS);
    }

    /** {@return what it printed, once it has ended, which may take longer than usual} */
    Prompt.Printed finish(long patienceSeconds) throws IOException {
        try {
            if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "it does not end: " + process.info().commandLine());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new Prompt.Printed(process.exitValue(), out(), Files.readString(err, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
