package dev.podregistry.cli.demo;

import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.log.chronicle.doctor.LogDoctor;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A child JVM that plays a pod of the demo, seen from its parent: it is told something and answers. */
final class DemoProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final String pod;
    private final Process process;
    private final Writer told;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private DemoProcess(String pod, Process process) {
        this.pod = pod;
        this.process = process;
        this.told = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        Thread reader = new Thread(this::readAnswers, "answers of " + pod);
        reader.setDaemon(true);
        reader.start();
    }

    /** {@return a new process of the program {@code main} for {@code pod}, with the class path and the flags of this one} */
    static DemoProcess start(Class<?> main, String pod, Path registry) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(LogDoctor.neededFlags());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        if (Runtime.version().feature() >= 24) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(DemoPodCommand.NAME, "--dir", registry.toString(), pod));
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        return new DemoProcess(pod, process);
    }

    private void readAnswers() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                answers.add(line);
            }
        } catch (IOException e) {
            answers.add("failed\tits output could not be read: " + e.getMessage());
        }
    }

    /**
     * What a process answered.
     *
     * @param word {@code done}, {@code refused} or {@code token N}
     * @param sentence for the audience
     */
    record Reply(String word, String sentence) {

        /** {@return the token that was granted} */
        String token() {
            return word.substring("token ".length());
        }
    }

    String pod() {
        return pod;
    }

    long pid() {
        return process.pid();
    }

    /** Tells the process something; its answer is returned. */
    Reply tell(String... words) {
        try {
            told.write(String.join("\t", words) + "\n");
            told.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(pod + ", pid " + pid() + ", does not listen any more", e);
        }
        return reply();
    }

    /** {@return the next answer; the first comes without being asked, when the process is up} */
    Reply reply() {
        String line;
        try {
            line = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            line = null;
        }
        if (line == null || line.indexOf('\t') < 0) {
            throw new Complaint(
                    ExitCode.IO,
                    "the process of " + pod + ", pid " + pid() + ", does not answer"
                            + (process.isAlive() ? "" : ": it exited with " + process.exitValue()));
        }
        int tab = line.indexOf('\t');
        return new Reply(line.substring(0, tab), line.substring(tab + 1));
    }

    /** Kills the process with SIGKILL, so that it cannot clean anything up, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new Complaint(ExitCode.IO, "the process of " + pod + ", pid " + pid() + ", cannot be killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
