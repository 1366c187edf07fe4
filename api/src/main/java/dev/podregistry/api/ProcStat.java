package dev.podregistry.api;

import dev.podregistry.model.Quoted;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What {@code /proc/<pid>/stat} says.
 *
 * @param state the letter of the state
 * @param threads how many threads are left, counting the first one even when it has ended
 * @param startTicks clock ticks since boot at which the process started, as the time namespace of whoever reads has it
 */
record ProcStat(char state, long threads, long startTicks) {

    /** {@return what it says of the process whose folder this is} */
    static ProcStat of(Path folder) throws IOException {
        return parse(ProcFile.read(folder.resolve("stat")));
    }

    /** Fields are counted from 1; the first ones go up to the name in parentheses, which may hold anything. */
    private static ProcStat parse(String line) throws IOException {
        String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
        try {
            return new ProcStat(fields[0].charAt(0), Long.parseLong(fields[20 - 3]), Long.parseLong(fields[22 - 3]));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new IOException("no process status: " + Quoted.text(line), e);
        }
    }

    /** A first thread that has ended shows as a zombie while the others go on; then the process lives. */
    boolean hasEnded() {
        return (state == 'Z' && threads <= 1) || state == 'X' || state == 'x';
    }
}
