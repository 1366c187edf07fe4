package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podregistry.api.LiveProcess;
import dev.podregistry.api.PathPolicy;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegisterRequest;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.text.DidYouMean;
import dev.podregistry.model.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * At the present the tool asks for the processes as the registry does.
 *
 * <p>The holder of a path had been killed: the tool said that a new pod would be refused, which the registry then took in,
 * and no command ever said that a process was dead.
 */
@EnabledOnOs(OS.LINUX)
class LivenessOfPodsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final RegistryOptions OPTIONS = RegistryOptions.defaults().paths(PathPolicy.logical());

    @TempDir
    private Path registry;

    private Process runs;

    /** One pod of each kind: its process lives, is dead, is on another host. */
    @BeforeEach
    void makeThem() throws Exception {
        runs = new ProcessBuilder("sleep", "1000").start();
        Process killed = new ProcessBuilder("sleep", "1000").start();
        try (PodRegistry opened = PodRegistry.open(registry, OPTIONS)) {
            ProcessIdentity elsewhere = new ProcessIdentity.Linux("another", "boot", "pid:[1]", 7, 7);
            register(opened, "alice", LiveProcess.of(runs.pid()), "/x/alive");
            register(opened, "cleo", elsewhere, "/x/unknown");
            register(opened, "bob", LiveProcess.of(killed.pid()), "/x/dead");
        } finally {
            killed.destroyForcibly().waitFor();
        }
    }

    private static void register(PodRegistry opened, String pod, ProcessIdentity process, String path) {
        assertTrue(opened.register(RegisterRequest.pod(pod).process(process).write(path))
                .isGranted());
    }

    @AfterEach
    void endThem() {
        runs.destroyForcibly();
    }

    private Printed run(String line) {
        return Prompt.onDisk()
                .with(RegistryOption.VARIABLE, registry.toString())
                .run(line.split(" "));
    }

    private JsonNode json(String line) throws IOException {
        return JSON.readTree(run(line + " -o json").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "tree", "who /x/alive /x/dead /x/unknown", "state --from-start", "tree --at end"})
    void everyProcessIsAliveDeadOrUnknownWithWhy(String line) {
        String out = run(line).out();
        assertTrue(out.contains("alive"), out);
        assertTrue(out.contains("no process has its pid"), out);
        assertTrue(out.contains("dead"), out);
        assertTrue(out.contains("unknown"), out);
        assertTrue(out.contains("it runs on another host, another"), out);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state --at 3",
                "tree --at 3",
                "who /x/dead --at 3",
                "show bob --at 3",
                "check /x/dead --pod bob --at 3"
            })
    void ofThePastNoProcessIsAsked(String line) {
        String out = run(line).out();
        assertFalse(out.contains("no process has its pid"), out);
        assertFalse(run(line + " -o json").out().contains("liveness"));
    }

    @Test
    void simulateReclaimsTheDeadFirstAsTheRegistryDoes() throws IOException {
        Printed printed = run("simulate register next --allow write:/x/dead");
        assertEquals(0, printed.code(), printed.out());
        assertTrue(printed.out().contains("accepted  next has its allocation, with token 5"), printed.out());
        int reclaim = printed.out().indexOf("#4    bob was reclaimed, as its process was dead");
        assertTrue(reclaim > 0 && reclaim < printed.out().indexOf("#5    next registered"), printed.out());
        assertTrue(printed.out().contains("taken to live, as nobody knows from here: cleo"), printed.out());
        JsonNode answer = json("simulate register next --allow write:/x/dead");
        assertTrue(answer.path("processesAsked").asBoolean());
        assertEquals("cleo", answer.path("notAlive").path(0).path("pod").asText());
        assertEquals(
                "dead",
                answer.path("notAlive").path(1).path("liveness").path("verdict").asText());
        try (PodRegistry opened = PodRegistry.open(registry, OPTIONS)) {
            assertEquals(
                    5,
                    opened.register(RegisterRequest.pod("next").write("/x/dead"))
                            .orElseThrow()
                            .token()
                            .value());
        }
    }

    /** It had offered the very name that was given. */
    @Test
    void simulateSaysThatThePodOfTheCommandWouldBeReclaimedFirst() {
        Printed printed = run("simulate delegate bob next --allow write:/x/dead");
        assertEquals(3, printed.code(), printed.out());
        assertTrue(printed.out().contains("#4    bob was reclaimed, as its process was dead"), printed.out());
        String why = "pod bob would be reclaimed first: its process is dead, as no process has its pid\n";
        assertTrue(printed.err().endsWith(why), printed.err());
        assertFalse(printed.err().contains("did you mean"), printed.err());
        String unknown = run("simulate delegate cleo next --allow write:/x/unknown --dead cleo")
                .err();
        assertTrue(unknown.contains("pod cleo would be reclaimed first: its process is taken for dead"), unknown);
        String taken = run("simulate delegate alice next --allow write:/x/alive --dead alice")
                .err();
        assertTrue(taken.endsWith("pod alice would be reclaimed first: its process is taken for dead\n"), taken);
    }

    @Test
    void aNameIsNeverOfferedForItself() {
        assertEquals("; did you mean Bob or bobo?", DidYouMean.among(List.of("bob", "Bob", "bobo"), "bob"));
        assertEquals("", DidYouMean.among(List.of("bob"), "bob"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x/alive", "/x/unknown"})
    void whatIsNotCertainlyDeadStandsInTheWay(String path) {
        assertEquals(3, run("simulate register next --allow write:" + path).code());
    }

    @Test
    void simulateSaysThatOfThePastNoProcessIsAsked() throws IOException {
        Printed printed = run("simulate register next --allow write:/x/dead --at 3");
        assertEquals(3, printed.code(), printed.out());
        assertTrue(printed.out().contains("processes are not asked about the past"), printed.out());
        assertFalse(json("simulate register next --allow write:/x/dead --at 3")
                .path("processesAsked")
                .asBoolean(true));
    }

    @Test
    void oneIsToldInEachForm() throws IOException {
        assertTrue(run("check /x/dead --pod bob").out().contains("process dead (no process has its pid)"));
        assertTrue(run("check /x/dead --pod alice")
                .out()
                .contains("the next register, delegate, adopt, "
                        + "changeSegment, lookupSegment or reclaimStale reclaims it"));
        assertTrue(run("check /x/alive --pod alice").out().contains("process alive"));
        assertEquals(
                "dead",
                json("check /x/dead --pod alice")
                        .at("/holderVitality/liveness/verdict")
                        .asText());
        assertEquals(
                "alive",
                json("check /x/dead --pod alice")
                        .at("/podVitality/liveness/verdict")
                        .asText());
        assertTrue(run("show bob").out().contains("process dead (no process has its pid)"));
        assertEquals("unknown", json("show cleo").at("/liveness/verdict").asText());
        String last = run("show bob -o ndjson").out().lines().reduce("", (before, line) -> line);
        assertEquals("dead", JSON.readTree(last).at("/liveness/verdict").asText());
        assertTrue(JSON.readTree(last).path("live").asBoolean());
        assertEquals("dead", json("who /x/dead").at("/chain/0/liveness/verdict").asText());
        for (String list : new String[] {"state/allocations", "tree/pods"}) {
            JsonNode rows = json(list.split("/")[0]).path(list.split("/")[1]);
            assertEquals(
                    "[\"alive\", \"unknown\", \"dead\"]",
                    StreamSupport.stream(rows.spliterator(), false)
                            .map(row -> row.at("/liveness/verdict").toString())
                            .toList()
                            .toString());
            assertTrue(rows.path(0).path("ageSeconds").isIntegralNumber());
        }
    }

    @Test
    void doctorCountsThem() throws IOException {
        String out = run("doctor").out();
        assertTrue(out.contains("3 pods: 1 alive, 1 dead (bob), 1 unknown (cleo)"), out);
        assertTrue(
                out.contains("the next register, delegate, adopt, "
                        + "changeSegment, lookupSegment or reclaimStale reclaims the dead"),
                out);
        JsonNode pods = StreamSupport.stream(json("doctor").path("findings").spliterator(), false)
                .filter(finding -> finding.path("subject").asText().equals("pods"))
                .findFirst()
                .orElseThrow();
        assertEquals("bob", pods.findValue("dead").path(0).asText());
    }

    @Test
    void whoIsReclaimedIsGone() {
        try (PodRegistry opened = PodRegistry.open(registry, OPTIONS)) {
            opened.reclaimStale();
        }
        assertTrue(run("doctor").out().contains("2 pods: 1 alive, 0 dead, 1 unknown (cleo)"));
    }
}
