package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.api.DelegateRequest;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegisterRequest;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopeRule;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that were taken once and are refused now: what is recorded stays, and can be given up. */
class OldNamesTest {

    private static final String BLANK = "\u3164";

    @TempDir
    private Path registry;

    @Test
    void aPodWhoseNameIsRefusedNowIsShownAndReleased() {
        try (ChronicleLog log = ChronicleLog.open(registry, ChronicleLogOptions.DEFAULT, LogPosition.START)) {
            new Story(log).register(BLANK, 1, Story.scope(ScopeRule.write("/x")), 1);
        }
        Prompt prompt = Prompt.onDisk().with(RegistryOption.VARIABLE, registry.toString());
        assertTrue(prompt.run("who", "/x").out().contains("/x is held by \\u{3164}"));
        assertEquals(0, prompt.run("show", BLANK).code());
        assertEquals(2, prompt.run("simulate", "register", BLANK).code());
        try (PodRegistry opened = PodRegistry.open(registry)) {
            assertTrue(opened.release(new PodName(BLANK)).isGranted());
        }
    }

    /** Printed as it is, it would be drawn on whatever stands before the name. */
    @Test
    void aMarkWithNothingToStandOnIsShownEscaped() {
        try (ChronicleLog log = ChronicleLog.open(registry, ChronicleLogOptions.DEFAULT, LogPosition.START)) {
            new Story(log).register("\u0301x", 1, Story.scope(ScopeRule.write("/x")), 1);
        }
        Prompt prompt = Prompt.onDisk().with(RegistryOption.VARIABLE, registry.toString());
        assertTrue(prompt.run("who", "/x").out().contains("/x is held by \\u{0301}x"));
    }

    @Test
    void nobodyChoosesSuchANameAnew() {
        assertThrows(IllegalArgumentException.class, () -> RegisterRequest.pod(BLANK));
        assertThrows(IllegalArgumentException.class, () -> DelegateRequest.child(BLANK));
        assertThrows(
                IllegalArgumentException.class, () -> RegistryOptions.defaults().actor(BLANK));
    }
}
