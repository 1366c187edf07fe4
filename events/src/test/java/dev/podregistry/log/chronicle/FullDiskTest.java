package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No room: each time one clear refusal, no crash, nothing lost, and on it goes when there is room again.
 *
 * <p>The small disk needs the right to mount one; without it the limit on files stands for both. {@code
 * -Dfulldisk.rounds=N} fills it more often.
 */
@Tag("attack")
@Timeout(600)
final class FullDiskTest {

    private static final int ROUNDS = Integer.getInteger("fulldisk.rounds", 8);
    private static final long SIZE = 48;
    private static final int FILE_LIMIT_KILOBYTES = 2048;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"tmpfs", "ext4"})
    void aDiskThatIsFull(String type) throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        if (!mount(type, disk)) {
            filesThatAreFull();
            return;
        }
        try {
            fill(ChildJvm.command(flags(), FillingProcess.class, disk, "disk", ROUNDS));
            fill(ChildJvm.command(flags(), ReleasingProcess.class, disk));
        } finally {
            assertEquals(0, run("umount", "-l", disk.toString()));
        }
    }

    @Test
    void aFileThatMayGrowNoMore() throws Exception {
        filesThatAreFull();
    }

    private void filesThatAreFull() throws Exception {
        ProcessBuilder java = ChildJvm.command(flags(), FillingProcess.class, directory, "files", 3);
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f \"$1\"; shift; exec \"$@\"", "sh"));
        // POSIX counts blocks of 512 bytes.
        command.add(Integer.toString(2 * FILE_LIMIT_KILOBYTES));
        command.addAll(java.command());
        fill(new ProcessBuilder(command));
    }

    private static List<String> flags() {
        List<String> flags = new ArrayList<>(ChildJvm.flags());
        flags.add("-XX:-UsePerfData");
        return flags;
    }

    private static void fill(ProcessBuilder builder) throws Exception {
        builder.redirectErrorStream(true);
        try (ChildJvm child = ChildJvm.start(builder)) {
            List<String> said = child.rest();
            assertEquals(0, child.exit(), String.join("\n", said));
            String last = said.get(said.size() - 1);
            assertTrue(last.matches("done [1-9]\\d* refused [1-9]\\d* appended"), last);
            System.out.println(last);
        }
    }

    private boolean mount(String type, Path disk) throws Exception {
        if (type.equals("tmpfs")) {
            return run("mount", "-t", "tmpfs", "-o", "size=" + SIZE + "m", "tmpfs", disk.toString()) == 0;
        }
        Path image = directory.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE << 20);
        }
        return run("mkfs.ext4", "-q", "-m", "0", image.toString()) == 0
                && run("mount", "-o", "loop", image.toString(), disk.toString()) == 0;
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // No such program.
            return -1;
        }
    }
}
