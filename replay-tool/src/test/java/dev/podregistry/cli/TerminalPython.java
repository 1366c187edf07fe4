package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The executable jar on a real terminal: progress, pagers, interrupts.
 *
 * <p>Python makes the terminal, so it runs with {@code -Ppython} only, and then fails where there is no {@code python3}.
 */
class TerminalPython {

    private static final int EVENTS = 60_000;
    private static final String TERMINAL = "-";
    private static final String ERASED = "\r\u001b[K";

    @TempDir
    private static Path logs;

    @TempDir
    private Path temporary;

    private final Map<String, String> environment = new HashMap<>();
    private String err = TERMINAL;

    @BeforeAll
    static void writeLogs() {
        LongLog.write(logs.resolve("long"), EVENTS);
        LongLog.write(logs.resolve("short"), 100);
    }

    @BeforeEach
    void setUp() {
        environment.putAll(Map.of("TERM", "xterm", "LANG", "C.UTF-8", "POD_REGISTRY_PAGER", ""));
        on("short");
    }

    private void on(String log) {
        environment.put(RegistryOption.VARIABLE, logs.resolve(log).toString());
    }

    private Printed run(String out, String awaited, String typed, String line) throws IOException {
        Path script = temporary.resolve("terminal.py");
        try (InputStream in = TerminalPython.class.getResourceAsStream("/terminal.py")) {
            Files.write(script, in.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of("python3", script.toString(), "60", out, err, awaited, typed));
        command.addAll(Running.quietJar(line.split(" ")));
        return Running.run(temporary, environment, command);
    }

    private Printed run(String line) throws IOException {
        return run(TERMINAL, "", "", line);
    }

    @Test
    void longWorkShowsProgressAndErasesItBeforeTheAnswer() throws IOException {
        on("long");
        Printed printed = run("verify");
        assertEquals(0, printed.code(), printed.out());
        assertTrue(printed.out().startsWith(ERASED + "\u001b[?7lverifying the log: "), printed.out());
        int answer = printed.out().indexOf("chain ");
        assertTrue(printed.out().substring(0, answer).endsWith("\u001b[?7h" + ERASED), printed.out());
        assertFalse(printed.out().substring(answer).contains(ERASED), printed.out());
    }

    @Test
    void aSecondReadingKnowsHowLongItIs() throws IOException {
        on("long");
        assertTrue(run("state --at -1s").out().contains(" %\u001b[?7h"));
    }

    @Test
    void progressGoesOnWhileAFileIsWrittenAndStaysOutOfIt() throws IOException {
        on("long");
        Path file = temporary.resolve("log.csv");
        Printed printed = run(file.toString(), "", "", "export --format csv");
        assertEquals(0, printed.code(), printed.out());
        assertTrue(
                printed.out().endsWith(ERASED + "pod-registry: csv of 60000 of 60000 events at #60000\r\n"),
                printed.out());
        assertFalse(Files.readString(file).contains("\u001b"));
    }

    @Test
    void noProgressWhereItCannotBeSeenOrDrawn() throws IOException {
        on("long");
        err = temporary.resolve("err.txt").toString();
        assertFalse(run("verify").out().contains("verifying"));
        assertEquals("", Files.readString(Path.of(err)));
        err = TERMINAL;
        environment.put("TERM", "dumb");
        assertFalse(run("verify").out().contains("\u001b"));
    }

    @Test
    void answersGoThroughThePagerInColour() throws IOException {
        environment.put("PAGER", "sed s/^/other:/");
        environment.put("POD_REGISTRY_PAGER", "sed s/^/paged:/");
        for (String line : List.of("log", "verify", "stats -o json", "--help")) {
            assertEquals("", withoutPaged(seen(run(line))), line);
        }
        assertTrue(run("log").out().contains("\u001b[1mcoder-0\u001b[0m"));
        environment.remove("POD_REGISTRY_PAGER");
        assertTrue(seen(run("log")).startsWith("other:#1 "));
        environment.put("POD_REGISTRY_PAGER", "");
        assertTrue(seen(run("log")).startsWith("#1 "));
    }

    /** What is left to see on the terminal: on a slow machine, progress comes and goes even in a short log. */
    private static String seen(Printed printed) {
        return printed.out().replaceAll("\r\u001b\\[K(\u001b\\[\\?7l[^\u001b]*\u001b\\[\\?7h)?", "");
    }

    private static String withoutPaged(String shown) {
        return shown.replaceAll("(?m)^paged:.*\r?\n", "");
    }

    @Test
    void noPagerForWhoWantsNoneAndForWhatIsNoTerminal() throws IOException {
        environment.put("POD_REGISTRY_PAGER", "sed s/^/paged:/");
        assertFalse(run("log --no-pager").out().contains("paged:"));
        assertFalse(run("--no-pager log").out().contains("paged:"));
        Path file = temporary.resolve("log.txt");
        run(file.toString(), "", "", "log");
        assertTrue(Files.readString(file).startsWith("#1 "));
        assertFalse(Files.readString(file).contains("\u001b"));
    }

    @Test
    void aPagerThatIsLeftEarlyIsNoError() throws IOException {
        on("long");
        environment.put("POD_REGISTRY_PAGER", "head -n 1");
        Printed log = run("log");
        assertEquals(0, log.code(), log.out());
        assertFalse(log.out().contains("pod-registry:"), log.out());
        assertFalse(log.out().contains("#2 "), log.out());
        assertEquals(1, run("who /elsewhere").code(), "the answer's own code");
    }

    @Test
    void aPagerThatCannotBeStartedIsNamedAndTheAnswerPrinted() throws IOException {
        environment.put("POD_REGISTRY_PAGER", "no-such-pager -x");
        Printed printed = run("log -n 1");
        assertEquals(0, printed.code(), printed.out());
        assertEquals(4, seen(printed).lines().count(), printed.out());
        assertTrue(seen(printed).startsWith("pod-registry: note: the pager \"no-such-pager -x\""), printed.out());
        assertTrue(printed.out().contains("1 of 100 events"), printed.out());
    }

    @Test
    void messagesWaitUntilThePagerIsLeft() throws IOException {
        environment.put("POD_REGISTRY_PAGER", "sed 's/^/paged:/'");
        Printed printed = run("export --format csv");
        assertEquals("pod-registry: csv of 100 of 100 events at #100\r\n", withoutPaged(seen(printed)));
        assertTrue(printed.out().endsWith(withoutPaged(seen(printed))), printed.out());
    }

    @Test
    void followingIsNotPagedAndEndsWhenInterrupted() throws IOException {
        environment.put("POD_REGISTRY_PAGER", "sed s/^/paged:/");
        Printed printed = run(TERMINAL, "#100 ", "\\x03", "log --follow");
        assertEquals(130, printed.code(), printed.out());
        assertFalse(printed.out().contains("paged:"), printed.out());
    }

    @Test
    void anInterruptEndsTheReadingAndLeavesTheTerminalToThePager() throws IOException {
        on("long");
        environment.put("POD_REGISTRY_PAGER", "trap '' INT; cat; sleep 1; echo left");
        Printed printed = run(TERMINAL, "#2 ", "\\x03", "log");
        assertEquals(130, printed.code(), printed.out());
        assertTrue(printed.out().endsWith("left\r\n"), printed.out());
        assertFalse(printed.out().contains("#60000 "), "it goes on reading");
    }
}
