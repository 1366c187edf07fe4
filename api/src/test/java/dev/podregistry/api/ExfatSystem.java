package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.model.Refusal.WriteConflict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real disk that ignores case, by FUSE: there even the inode of a file depends on how it is spelled. */
final class ExfatSystem {

    @TempDir
    Path temporary;

    private Path disk;
    private String device = "";

    @BeforeEach
    void mount() throws Exception {
        Path image = temporary.toRealPath().resolve("image");
        disk = Files.createDirectory(temporary.toRealPath().resolve("Disk"));
        run("truncate", "-s", "16M", image.toString());
        run("mkfs.exfat", image.toString());
        device = run("losetup", "--find", "--show", image.toString());
        run("mount.exfat-fuse", device, disk.toString());
        Files.createDirectories(disk.resolve("Repo/Src"));
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
        run("losetup", "--detach", device);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), () -> List.of(command) + ": " + output);
        return output;
    }

    private PodRegistry open() {
        return PodRegistry.open(temporary.resolve("registry"));
    }

    private Outcome<PodHandle> register(PodRegistry registry, String pod, String path) {
        return registry.register(RegisterRequest.pod(pod).write(disk + "/" + path));
    }

    @Test
    void oneDirectoryInTwoSpellingsIsOne() throws Exception {
        try (PodRegistry registry = open()) {
            PodHandle a = register(registry, "a", "Repo/Src").orElseThrow();
            for (String path : List.of("repo/src", "REPO/Src", "Repo/SRC/new", "repo")) {
                Outcome<PodHandle> outcome = register(registry, "b", path);
                assertInstanceOf(WriteConflict.class, ((Outcome.Refused<PodHandle>) outcome).refusal());
            }
            assertTrue(registry.mayWrite(a.pod(), TargetRule.write(disk + "/repo/SRC/x")));
            register(registry, "c", "Repo/New").orElseThrow();
            assertFalse(register(registry, "d", "repo/new").isGranted(), "neither exists");
            Files.createDirectory(disk.resolve("Repo/NEW"));
            assertFalse(register(registry, "d", "Repo/NEW").isGranted(), "created in yet another spelling");
        }
    }

    @Test
    void anEmptyFolderIsAsItsDisk() {
        try (PodRegistry registry = open()) {
            register(registry, "a", "Repo/Src/Main.java").orElseThrow();
            assertFalse(register(registry, "b", "Repo/Src/main.java").isGranted());
        }
    }

    @Test
    void itsBindMountIgnoresCaseToo() throws Exception {
        Path other = Files.createDirectory(temporary.toRealPath().resolve("Other"));
        run("mount", "--bind", disk + "/Repo", other.toString());
        try (PodRegistry registry = open()) {
            register(registry, "a", "REPO/Src").orElseThrow();
            assertFalse(registry.register(RegisterRequest.pod("b").write(other + "/src"))
                    .isGranted());
        } finally {
            run("umount", other.toString());
        }
    }
}
