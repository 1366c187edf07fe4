package dev.podregistry.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A JVM that is measured whole. It says {@value #READY} when it is ready, begins when it is told to, and then prints its
 * {@link Sample}, a value a line.
 */
public final class Child implements AutoCloseable {

    private static final String READY = "ready";

    private final Process process;
    private final BufferedReader out;

    private Child(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** {@return a child just started, with the class path and the openings of this JVM} */
    public static Child start(Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (flag.startsWith("--")) {
                command.add(flag);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new Child(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits until the child is ready. */
    public void await() throws IOException {
        String line = out.readLine();
        if (!READY.equals(line)) {
            throw new IllegalStateException("instead of \"" + READY + "\" a child said: " + line);
        }
    }

    /** Tells the child to begin. */
    public void begin() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** {@return what the child has measured, once it has ended} */
    public Sample result() throws IOException, InterruptedException {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            int space = line.indexOf(' ');
            values.put(Metric.valueOf(line.substring(0, space)), Double.valueOf(line.substring(space + 1)));
        }
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IllegalStateException("a child ended with " + exit);
        }
        return new Sample(values);
    }

    /** {@return what a single child measures} */
    public static Sample run(Class<?> main, Object... arguments) throws IOException, InterruptedException {
        try (Child child = start(main, arguments)) {
            child.await();
            child.begin();
            return child.result();
        }
    }

    /** In the child: says that it is ready, and waits to be told to begin. */
    public static void ready(PrintStream out) throws IOException {
        out.println(READY);
        out.flush();
        if (System.in.read() < 0) {
            throw new IOException("whoever started this is gone");
        }
    }

    /** In the child: tells what was measured. */
    public static void tell(PrintStream out, Sample sample) {
        sample.values().forEach((metric, value) -> out.println(metric + " " + value));
        out.flush();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
