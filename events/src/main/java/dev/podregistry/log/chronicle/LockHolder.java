package dev.podregistry.log.chronicle;

import dev.podregistry.log.LogBusyException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who has the right to append, as far as can be told from outside.
 *
 * @param name for people
 * @param pid the process, or null when it is not known
 * @param since when it got the right, or null when that is not known
 */
record LockHolder(String name, @Nullable Long pid, @Nullable Instant since) {

    /** The bytes of a line in the lock file. */
    static final int LINE = 64;

    static final LockHolder UNKNOWN = new LockHolder("another process", null, null);

    private static final Path LOCKS = Path.of("/proc/locks");
    private static final Pattern SIGNED = Pattern.compile("pid (\\d{1,10}) since (\\S+)");
    private static final Pattern LOCKED = Pattern.compile("\\d+: POSIX +\\S+ +WRITE +(\\d+) (\\S+):(\\d+) 0 .*");

    /** {@return the calling thread, which got the right just now} */
    static LockHolder thisThread() {
        return new LockHolder(
                "thread " + Thread.currentThread().getName() + " of this process",
                ProcessHandle.current().pid(),
                Instant.now());
    }

    /** {@return the line by which others can tell the holder} */
    String line() {
        String text = "pid " + pid + " since " + since;
        return text + " ".repeat(Math.max(0, LINE - 1 - text.length())) + "\n";
    }

    /** {@return the holder who has written {@code line}, or unknown when it is no such line} */
    static LockHolder of(String line) {
        Matcher signed = SIGNED.matcher(line.strip());
        try {
            return signed.matches()
                    ? new LockHolder(
                            "pid " + signed.group(1), Long.valueOf(signed.group(1)), Instant.parse(signed.group(2)))
                    : UNKNOWN;
        } catch (DateTimeException e) {
            return UNKNOWN;
        }
    }

    /**
     * {@return this holder, unless the kernel names another}
     *
     * <p>A holder that was stopped or is not one of ours has not signed; the line is then that of somebody before.
     */
    LockHolder confirmed(Path file) {
        try {
            List<Long> pids = holders(LOCKS, file, null);
            return pids.size() != 1 || pids.get(0).equals(pid)
                    ? this
                    : new LockHolder("pid " + pids.get(0), pids.get(0), null);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // No Linux: what the file says is all there is.
            return this;
        }
    }

    /**
     * {@return the processes that have the right to append, as the kernel tells}
     *
     * @param locks the kernel's list
     * @param file the lock file
     * @param device the file's device as that list writes it, or null to go by the file's number alone
     */
    static List<Long> holders(Path locks, Path file, @Nullable String device) throws IOException {
        String inode = Files.getAttribute(file, "unix:ino").toString();
        try (InputStream list = new FileInputStream(locks.toFile())) {
            return new String(list.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(LOCKED::matcher)
                    .filter(lock -> lock.matches() && lock.group(3).equals(inode))
                    .filter(lock -> device == null || lock.group(2).equals(device))
                    .map(lock -> Long.valueOf(lock.group(1)))
                    .filter(pid -> pid > 0)
                    .distinct()
                    .toList();
        }
    }

    LogBusyException busy(Path file, Duration waited) {
        Duration held = since == null ? null : Duration.between(since, Instant.now());
        return new LogBusyException(
                file.toString(),
                since == null ? name : name + " since " + since,
                pid,
                held == null || held.isNegative() ? null : held,
                waited);
    }
}
