package dev.podregistry.log.chronicle.queue;

import dev.podregistry.log.chronicle.disk.ProcView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A process that may be writing to a queue.
 *
 * @param pid its pid
 * @param table the queue's table, which every writer has mapped
 */
record OtherWriter(long pid, Path table) {

    private static final ProcView PROC = new ProcView(Path.of("/proc"));

    /** {@return whether it is known to have the table mapped; a dead process has not, nor has another one with its pid} */
    boolean hasOpen() {
        try {
            String inode = " " + Files.getAttribute(table, "unix:ino") + " ";
            return PROC.read(pid + "/maps")
                    .lines()
                    .anyMatch(line -> line.contains(inode) && line.contains("/" + table.getFileName()));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // No such process, or no Linux.
            return false;
        }
    }

    /** {@return whether a thread of it is stopped, by a signal, by a debugger or by a disk that does not answer} */
    boolean isStopped() {
        try (Stream<Path> threads = Files.list(PROC.proc().resolve(pid + "/task"))) {
            return threads.anyMatch(OtherWriter::isStopped);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isStopped(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
            return "TtD".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
        } catch (IOException | RuntimeException e) {
            // The thread has ended.
            return false;
        }
    }
}
