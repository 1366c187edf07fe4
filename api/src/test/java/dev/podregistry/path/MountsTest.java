package dev.podregistry.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of mounts is the one of the moment, even where the system does not tell that it has changed. */
final class MountsTest {

    @TempDir
    Path temporary;

    @Test
    void aListThatChangesIsReadAgain() throws IOException {
        Path file = temporary.resolve("mountinfo");
        String root = "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n";
        Files.writeString(file, root);
        Mounts mounts = new Mounts(file, type -> true, null);
        MountTable first = mounts.now();
        assertEquals(List.of("w", "f"), first.canonical(List.of("w", "f")));
        assertSame(first, mounts.now());

        Files.writeString(file, root + "21 20 8:1 /repo /w rw - ext4 /dev/sda1 rw\n");
        assertEquals(List.of("repo", "f"), mounts.now().canonical(List.of("w", "f")));

        Files.writeString(file, root);
        assertEquals(List.of("w", "f"), mounts.now().canonical(List.of("w", "f")));
    }

    @Test
    void aLongListIsReadWhole() throws IOException {
        StringBuilder list = new StringBuilder("20 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
        for (int id = 21; id < 300; id++) {
            list.append(id)
                    .append(" 20 8:1 /repo")
                    .append(id)
                    .append(" /w")
                    .append(id)
                    .append(" rw - ext4 /dev/sda1 rw\n");
        }
        Path file = Files.writeString(temporary.resolve("mountinfo"), list);
        assertEquals(
                List.of("repo299", "f"),
                new Mounts(file, type -> true, null).now().canonical(List.of("w299", "f")));
    }

    @Test
    void withoutAListEverythingIsAtItsPlace() {
        assertSame(MountTable.NONE, new Mounts(temporary.resolve("none"), type -> true).now());
    }
}
