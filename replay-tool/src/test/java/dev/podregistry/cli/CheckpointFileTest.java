package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.audit.Checkpoint;
import dev.podregistry.audit.PemKeys;
import dev.podregistry.audit.Point;
import dev.podregistry.audit.SavedCheckpoint;
import dev.podregistry.event.Hash;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A checkpoint as the first version wrote it, signed by OpenSSL: it must be read and believed for ever. */
class CheckpointFileTest {

    private static final Checkpoint CHECKPOINT = new Checkpoint(new Point(
            8,
            Instant.parse("2026-11-23T09:12:11.5Z"),
            Hash.ofHex("9c96be36e7ba0b53c45548309255447ba978e8d5c9cc388864beefe4e5ad696a")));

    @Test
    void itIsReadAndItsSignatureProven() throws IOException {
        SavedCheckpoint saved = SavedCheckpoint.of(GoldenTest.golden("checkpoint.txt"));
        assertEquals(CHECKPOINT, saved.checkpoint());
        assertTrue(saved.isSignedBy(PemKeys.publicKey(Keys.PUBLIC)));
        assertFalse(saved.isSignedBy(PemKeys.publicKey(Keys.OTHER_PUBLIC)));
    }

    @Test
    void itIsWrittenAndSignedAsOpenSslSignsIt() throws IOException {
        assertEquals(
                GoldenTest.golden("checkpoint.txt"),
                SavedCheckpoint.of(CHECKPOINT, PemKeys.privateKey(Keys.PRIVATE)).text());
    }
}
