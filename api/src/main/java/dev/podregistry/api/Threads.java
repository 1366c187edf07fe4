package dev.podregistry.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Tells threads from processes: Linux numbers both alike, and shows a thread below {@code /proc} as if it were a process. */
final class Threads {

    private Threads() {}

    /**
     * {@return the pid of the process that the number belongs to, which is the number itself unless it is that of a thread}
     *
     * @param folder its folder in proc
     * @param number a pid or the number of a thread
     * @throws IOException when it is not told, as when it has ended
     */
    static long processOf(Path folder, long number) throws IOException {
        List<String> words = ProcFile.words(ProcFile.read(folder.resolve("status")), "Tgid:");
        try {
            return words.isEmpty() ? number : Long.parseLong(words.get(0));
        } catch (NumberFormatException e) {
            throw new IOException("no pid: " + words, e);
        }
    }

    static IllegalArgumentException refused(long number, long process) {
        return new IllegalArgumentException(
                number + " is no process but a thread of the process with pid " + process + "; give that pid");
    }
}
