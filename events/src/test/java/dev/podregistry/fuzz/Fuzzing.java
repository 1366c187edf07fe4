package dev.podregistry.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a fuzz target under Jazzer: coverage-guided, in a JVM of its own with a small heap and a time limit for each input.
 *
 * <p>A target is a class with {@code public static void fuzzerTestOneInput(byte[])}; whatever that throws is a finding.
 * Its seeds lie in the test resources below {@code fuzz/NAME}; an input that was a finding once belongs there too. A run
 * is short, {@value #SHORT_RUN} inputs made from a fixed random seed, or as many as {@value #SHORT_SECONDS} seconds allow,
 * unless {@code -Dpodregistry.fuzz.seconds=…} asks for a long one, which begins with what earlier long runs have found
 * interesting.
 */
public final class Fuzzing {

    private static final int SHORT_RUN = 5_000;
    private static final int SHORT_SECONDS = 15;
    private static final long SECONDS = Long.getLong("podregistry.fuzz.seconds", 0);
    private static final int HEAP_MEGABYTES = 256;
    private static final int SECONDS_PER_INPUT = 60;
    private static final int SHORT_INPUT = 2 << 10;
    private static final int LONG_INPUT = 16 << 10;
    private static final Pattern DONE = Pattern.compile("#(\\d+)\\s+DONE\\s+cov: (\\d+) ft: (\\d+)");

    private final String name;
    private final Class<?> target;
    private final int edges;

    private Fuzzing(String name, Class<?> target, int edges) {
        this.name = name;
        this.target = target;
        this.edges = edges;
    }

    /**
     * {@return the fuzzing of {@code target}}
     *
     * @param name names the seeds, and the target for people
     * @param edges how many edges of the code under test the seeds alone must reach: fewer, and they are out of date
     */
    public static Fuzzing of(String name, Class<?> target, int edges) {
        return new Fuzzing(name, target, edges);
    }

    /** Runs, and fails with the end of the fuzzer's report when it has found something. */
    public void run() throws Exception {
        Path found = Files.createDirectories(Path.of("target", "fuzz", name, SECONDS > 0 ? "long" : "short"));
        if (SECONDS == 0) {
            deleteFiles(found);
        }
        Path report = found.resolveSibling("report.txt");
        Process process = new ProcessBuilder(command(found, seeds()))
                .redirectErrorStream(true)
                .redirectOutput(report.toFile())
                .start();
        try {
            assertTrue(process.waitFor(SECONDS + 120, TimeUnit.SECONDS), () -> "no end: " + tail(report));
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertEquals(0, process.exitValue(), () -> "a finding, or no fuzzer: " + tail(report));
        Matcher done = DONE.matcher(Files.readString(report, StandardCharsets.ISO_8859_1));
        assertTrue(done.find(), () -> "no summary: " + tail(report));
        System.out.println("fuzzed " + name + ": " + done.group(1) + " inputs, " + done.group(2) + " edges, "
                + done.group(3) + " features, no finding");
        assertTrue(Integer.parseInt(done.group(2)) >= edges, "the seeds reach too little of the code under test");
    }

    private List<String> command(Path found, Path seeds) {
        List<String> command = new ArrayList<>();
        command.add(ChildJvm.java());
        command.addAll(List.of("-Xmx" + HEAP_MEGABYTES + "m", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(List.of("-Djava.io.tmpdir=" + Path.of("target").toAbsolutePath()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("com.code_intelligence.jazzer.Jazzer");
        command.add("--target_class=" + target.getName());
        command.add("--instrumentation_includes=dev.podregistry.**");
        // What it hooks elsewhere looks for misuse of files and shells; resolving any path is this product's trade.
        command.add("--custom_hook_includes=dev.podregistry.**");
        command.add("--disabled_hooks=com.code_intelligence.jazzer.sanitizers.FilePathTraversal");
        command.add("--reproducer_path=" + found.toAbsolutePath());
        command.add("-artifact_prefix=" + found.resolveSibling("finding-").toAbsolutePath());
        command.add("-timeout=" + SECONDS_PER_INPUT);
        // What the code under test may take is bounded by the heap; the rest is the fuzzer's own.
        command.add("-rss_limit_mb=0");
        command.addAll(
                SECONDS > 0
                        ? List.of("-max_total_time=" + SECONDS, "-max_len=" + LONG_INPUT)
                        : List.of(
                                "-max_total_time=" + SHORT_SECONDS,
                                "-max_len=" + SHORT_INPUT,
                                "-seed=1",
                                "-runs=" + SHORT_RUN));
        command.addAll(List.of(found.toString(), seeds.toString()));
        return command;
    }

    private Path seeds() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(target.getResource("/fuzz/" + name), "no seeds for " + name)
                .toURI());
    }

    private static void deleteFiles(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static String tail(Path report) {
        try {
            List<String> lines = Files.readAllLines(report, StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return "no report: " + e;
        }
    }
}
