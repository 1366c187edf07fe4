package dev.podregistry.api;

import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.api.Liveness.Judgement;
import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.child.ChildJvm;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where a process may have 128 descriptors, 300 live pods took them all; then no process could be looked at, and the pods
 * of dead ones stayed, in silence.
 */
@Tag("attack")
@EnabledOnOs(OS.LINUX)
final class FewDescriptorsTest {

    private static final int PODS = 300;

    @TempDir
    Path temporary;

    /** Lives in such a process, and prints what becomes of it. */
    static final class Crowd {

        private final List<ProcessIdentity> crowd = new ArrayList<>();
        private final List<InputStream> taken = new ArrayList<>();

        private final BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

        private Crowd() {}

        /** Takes the registry's directory; from its input, the pids of those who live, and a line for each it had killed. */
        public static void main(String[] args) throws IOException {
            new Crowd().run(Path.of(args[0]));
        }

        private void run(Path directory) throws IOException {
            try (PodRegistry registry = Neighbour.open(directory)) {
                for (int i = 0; i < PODS; i++) {
                    ProcessIdentity process = LiveProcess.of(Long.parseLong(input.readLine()));
                    crowd.add(process);
                    registry.register(pod("pod" + i).write("/p" + i).process(process))
                            .orElseThrow();
                }
                System.out.println(kept());
                kill(7);
                System.out.println(registry.reclaimStale().value());
            }
            System.out.println(judged(8));
            takeAll();
            kill(8);
            System.out.println(judged(8));
            System.out.println(judged(9));
            for (int i = 10; i < 200; i++) {
                takeAll();
                judged(i);
            }
            takeAll();
            System.out.println(judged(250));
            kill(251);
            System.out.println(judged(251));
        }

        private static long kept() throws IOException {
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return open.filter(link -> {
                            try {
                                return Files.readSymbolicLink(link).endsWith("statm");
                            } catch (IOException e) {
                                return false;
                            }
                        })
                        .count();
            }
        }

        private void takeAll() {
            try {
                while (true) {
                    taken.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException e) {
                // That was the last.
                return;
            }
        }

        private Judgement judged(int i) {
            return Liveness.system().explain(crowd.get(i), () -> null);
        }

        /** Others have descriptors, and can. */
        private void kill(int i) throws IOException {
            System.out.println("kill " + crowd.get(i).pid());
            input.readLine();
        }
    }

    @Test
    void theDeadAreReclaimedAndTheLivingAreNot() throws Exception {
        // A shell that waits for its children, so that what is killed is gone.
        String shell = "i=0; while [ $i -lt " + PODS + " ]; do sleep 600 & echo $!; i=$((i+1)); done; echo; wait";
        Process sleepers = new ProcessBuilder("sh", "-c", shell).start();
        List<String> pids = new ArrayList<>();
        Path errors = temporary.resolve("errors");
        try (BufferedReader output = sleepers.inputReader(StandardCharsets.UTF_8)) {
            for (String pid = output.readLine(); !pid.isEmpty(); pid = output.readLine()) {
                pids.add(pid);
            }
            List<String> lines = crowd(pids, errors);
            String all = lines + Files.readString(errors);
            assertEquals(7, lines.size(), all);
            assertEquals(128 / 8, Integer.parseInt(lines.get(0)), "at most a part of the limit");
            assertEquals(List.of(new PodName("pod7")).toString(), lines.get(1));
            assertTrue(lines.get(2).contains("ALIVE"), all);
            Judgement dead = new Judgement(Verdict.DEAD, "no process has its pid");
            assertEquals(dead.toString(), lines.get(3), "without any descriptor");
            assertTrue(lines.get(4).contains("ALIVE"), all);
            assertTrue(lines.get(5).contains("ALIVE"), all);
            assertEquals(dead.toString(), lines.get(6));
        } finally {
            pids.forEach(pid -> ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly));
            sleepers.destroyForcibly().waitFor();
        }
    }

    private List<String> crowd(List<String> pids, Path errors) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 128 && exec \"$@\"", "sh"));
        command.addAll(ChildJvm.command(ChildJvm.flags(), Crowd.class, temporary.resolve("registry"))
                .command());
        Process crowd =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try (BufferedReader output = crowd.inputReader(StandardCharsets.UTF_8)) {
            say(crowd, String.join("\n", pids));
            List<String> lines = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("kill ")) {
                    kill(Long.parseLong(line.substring(5)));
                    say(crowd, "killed");
                } else {
                    lines.add(line);
                }
            }
            return lines;
        } finally {
            crowd.destroyForcibly().waitFor();
        }
    }

    private static void say(Process process, String text) throws IOException {
        process.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        while (Files.exists(Path.of("/proc", Long.toString(pid)))) {
            Thread.onSpinWait();
        }
    }
}
