package dev.podregistry.api;

import static dev.podregistry.api.RegisterRequest.pod;

import dev.podregistry.model.Permission;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that takes and releases paths until it is told anything, or killed, and prints a line for each time it was
 * granted some.
 */
final class Contender {

    private static final List<String> TARGETS = List.of("/r", "/r/a", "/r/b", "/r/a/c");

    /** Enough paths to tell the rules apart: each target, a child of it, and something deeper. */
    private static final List<String> PATHS = TARGETS.stream()
            .flatMap(target -> List.of(target, target + "/child", target + "/child/deeper").stream())
            .toList();

    private Contender() {}

    /** Takes the registry's directory, the referee's, and a name of its own. */
    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        Referee referee = new Referee(Path.of(args[1]));
        Random random = new Random(args[2].hashCode());
        RegistryOptions options =
                RegistryOptions.defaults().paths(PathPolicy.logical()).lockTimeout(Duration.ofSeconds(60));
        try (PodRegistry registry = PodRegistry.open(Path.of(args[0]), options)) {
            out.println("UP");
            for (int round = 0; System.in.available() == 0; round++) {
                ScopeRule rule = new ScopeRule(
                        new ScopePath(TARGETS.get(random.nextInt(TARGETS.size()))),
                        Permission.WRITE,
                        random.nextBoolean());
                String name = args[2] + "-" + round;
                Outcome<PodHandle> outcome = registry.register(pod(name).allow(TargetRule.of(rule)));
                if (outcome instanceof Outcome.Granted<PodHandle> granted) {
                    out.println(granted.value().token() + " " + name);
                    write(referee, rule, name);
                    granted.value().release().orElseThrow();
                }
            }
        }
        out.println("DONE");
    }

    private static void write(Referee referee, ScopeRule rule, String name) throws IOException {
        List<String> mine =
                PATHS.stream().filter(path -> rule.covers(new ScopePath(path))).toList();
        referee.enter(mine, name);
        LockSupport.parkNanos(50_000);
        referee.leave(mine);
    }
}
