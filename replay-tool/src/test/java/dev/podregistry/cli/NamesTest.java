package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.MemoryLog;
import org.junit.jupiter.api.Test;

/** What a shell is told to complete names with. */
class NamesTest {

    private static String names(MemoryLog log, String whose) {
        Printed printed = Prompt.on(log).run("names", whose);
        assertEquals(0, printed.code(), printed.err());
        return String.join(" ", printed.out().lines().toList());
    }

    @Test
    void theyAreThoseOfLivePodsOrOfAllThereEverWereOrOfWhoAsked() {
        MemoryLog log = Story.shop();
        assertEquals("coder-rescue orchestrator tester", names(log, "live"));
        assertEquals("coder-checkout coder-rescue docs-writer orchestrator tester", names(log, "ever"));
        assertEquals("ci", names(log, "actors"));
    }

    @Test
    void whatATerminalWouldNotShowIsLeftOut() {
        MemoryLog log = new MemoryLog(() -> Story.NOON);
        Story story = new Story(log.open(LogPosition.START));
        story.register("\u3164", 1, Story.scope(), 1);
        story.register("plain", 2, Story.scope(), 2);
        assertEquals("plain", names(log, "live"));
    }
}
