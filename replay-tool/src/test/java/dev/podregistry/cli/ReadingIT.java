package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that reads a log, on a long one, in a process whose memory could not hold it. */
class ReadingIT {

    /** The last of them registers a pod that stays. */
    private static final int EVENTS = 60_001;

    private static final int MEGABYTES = 48;
    private static final String PATH = "/srv/shop/services/checkout-60000";

    private static final Map<String, List<String>> QUESTIONS = Map.ofEntries(
            Map.entry(
                    "log",
                    List.of(
                            "log --pod coder-7",
                            "log -o json",
                            "log --reverse --type Registered",
                            "log --path " + PATH + " -n 5")),
            Map.entry("show", List.of("show 60001", "show coder-30000")),
            Map.entry("state", List.of("state")),
            Map.entry("tree", List.of("tree -o json")),
            Map.entry("who", List.of("who " + PATH)),
            Map.entry("blame", List.of("blame " + PATH, "blame /srv --subtree")),
            Map.entry("diff", List.of("diff start")),
            Map.entry("check", List.of("check " + PATH + " --pod coder-30000")),
            Map.entry("simulate", List.of("simulate release coder-30000")),
            Map.entry("stats", List.of("stats")),
            Map.entry("backup", List.of("backup copy")),
            Map.entry("verify", List.of("verify")),
            Map.entry("export", List.of("export --format pods-json", "export --format csv --pod coder-7")));

    /** They read no more than the end of a log, or are there to write one; the report has a test of its own. */
    private static final Set<String> OTHERS =
            Set.of("doctor", "repair", "restore", "report", "import", "demo", "completion", "man");

    @TempDir
    private Path temporary;

    @Test
    void noCommandKeepsWhatItReads() throws IOException {
        LongLog.write(temporary.resolve("registry"), EVENTS);
        for (String question :
                QUESTIONS.values().stream().flatMap(List::stream).sorted().toList()) {
            List<String> java = List.of(
                    Running.java(), "-Xmx" + MEGABYTES + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar");
            Printed printed = Running.run(
                    temporary,
                    Map.of(RegistryOption.VARIABLE, "registry"),
                    Running.words(Running.words(java, Running.jar().toString()), question.split(" ")));
            assertEquals(0, printed.code(), question + ": " + printed.err());
            assertTrue(
                    printed.out().contains("coder-") || printed.out().contains("#" + EVENTS),
                    question + ": " + printed.out());
        }
    }

    @Test
    void noCommandIsLeftOut() {
        Set<String> all = new HashSet<>(QUESTIONS.keySet());
        all.addAll(OTHERS);
        assertEquals(Set.copyOf(Tool.names()), all);
    }
}
