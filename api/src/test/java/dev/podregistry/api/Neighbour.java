package dev.podregistry.api;

import static dev.podregistry.api.RegisterRequest.pod;

import dev.podregistry.api.Liveness.Judgement;
import dev.podregistry.model.Durability;
import dev.podregistry.model.PodName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A process that uses a registry as it is told, and prints a line for each answer. It is meant to be run where pids, clocks or
 * boot ids mean something else.
 *
 * <p>Told, one after another, to: {@code register POD TARGET}; {@code verdict POD}; {@code old POD}, the verdict if it had
 * been recorded long ago; {@code spawn POD TARGET} and {@code kill POD}, for a child's pod; {@code find PID}, with
 * {@code self} for its own; {@code identity}, what kind its own is; {@code stay} until its input ends.
 */
final class Neighbour {

    private final Path directory;
    private final Map<String, Process> children = new HashMap<>();
    private @Nullable PodRegistry opened;

    private Neighbour(Path directory) {
        this.directory = directory;
    }

    private PodRegistry registry() {
        PodRegistry registry = opened == null ? open(directory) : opened;
        opened = registry;
        return registry;
    }

    static PodRegistry open(Path directory) {
        return PodRegistry.open(
                directory,
                RegistryOptions.defaults().paths(PathPolicy.logical()).durability(Durability.PAGE_CACHE));
    }

    /** Takes the registry's directory and what to do. */
    public static void main(String[] args) throws Exception {
        Deque<String> words = new ArrayDeque<>(List.of(args));
        Neighbour neighbour = new Neighbour(Path.of(words.remove()));
        while (!words.isEmpty()) {
            System.out.println(neighbour.answer(words.remove(), words));
        }
        neighbour.children.values().forEach(Process::destroyForcibly);
        // It does not say good-bye to anybody.
        Runtime.getRuntime().halt(0);
    }

    private String answer(String word, Deque<String> words) throws Exception {
        return switch (word) {
            case "register" -> outcome(registry().register(pod(words.remove()).write(words.remove())));
            case "verdict" -> judged(words.remove(), null);
            case "old" -> judged(words.remove(), Instant.EPOCH);
            case "spawn" -> spawned(words.remove(), words.remove());
            case "kill" -> "killed " + killed(words.remove());
            case "identity" -> LiveProcess.current().getClass().getSimpleName();
            case "find" -> found(words.remove());
            default -> stay();
        };
    }

    private int killed(String name) throws InterruptedException {
        return children.remove(name).destroyForcibly().waitFor();
    }

    private String spawned(String name, String target) throws IOException {
        Process child = new ProcessBuilder("sleep", "600").start();
        children.put(name, child);
        return outcome(registry().register(pod(name).write(target).process(LiveProcess.of(child.pid()))));
    }

    private String judged(String name, @Nullable Instant recorded) {
        return registry().view().allocations().stream()
                .filter(row -> row.pod().equals(new PodName(name)))
                .map(row -> text(Liveness.system().explain(row.process(), () -> recorded)))
                .findFirst()
                .orElse("no pod");
    }

    private static String text(Judgement judgement) {
        return judgement.verdict() + " " + judgement.reason();
    }

    private static String found(String pid) {
        long number = pid.equals("self") ? ProcessHandle.current().pid() : Long.parseLong(pid);
        try {
            return LiveProcess.find(number).map(found -> "found " + found).orElse("none");
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private static String outcome(Outcome<?> outcome) {
        return outcome instanceof Outcome.Refused<?> refused
                ? refused.refusal().getClass().getSimpleName()
                : "granted";
    }

    private static String stay() throws IOException {
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // Until the end.
        }
        return "leaving";
    }
}
