package dev.podregistry.log.chronicle.lock;

import dev.podregistry.model.LogBusyException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
public record LockHolder(
        String name, @Nullable Long pid, @Nullable Instant since) {

    /** The bytes of a line in the lock file. */
    public static final int LINE = 64;

    public static final LockHolder UNKNOWN = new LockHolder("another process", null, null);

    private static final Path LOCKS = Path.of("/proc/locks");
    private static final Pattern SIGNED = Pattern.compile("pid (\\d{1,10}) since (\\S+)");
    private static final Pattern LOCKED =
            Pattern.compile("\\d+: (?:POSIX|OFDLCK) +\\S+ +(READ|WRITE) +(-?\\d+) (\\S+):(\\d+) 0 .*");

    /** {@return the calling thread, which got the right just now} */
    public static LockHolder thisThread() {
        return new LockHolder(
                "thread " + Thread.currentThread().getName() + " of this process",
                ProcessHandle.current().pid(),
                Instant.now());
    }

    /** {@return the line by which others can tell the holder} */
    public String line() {
        String text = "pid " + pid + " since " + since;
        return text + " ".repeat(Math.max(0, LINE - 1 - text.length())) + "\n";
    }

    /** {@return the holder who has written {@code line}, or unknown when it is no such line} */
    public static LockHolder of(String line) {
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

    /** {@return the holder as objects that every class loader knows} */
    List<Object> shared() {
        return Arrays.asList(name, pid, since);
    }

    /** {@return the holder of {@link #shared()}, null for null} */
    static @Nullable LockHolder shared(@Nullable List<Object> parts) {
        return parts == null
                ? null
                : new LockHolder((String) parts.get(0), (Long) parts.get(1), (Instant) parts.get(2));
    }

    /**
     * One lock on the file, as the kernel tells.
     *
     * @param pid who has it, null when the kernel does not tell: it belongs to a descriptor then
     * @param shared whether it is one for reading, which keeps out whoever wants to append too
     */
    public record Listed(@Nullable Long pid, boolean shared) {

        LockHolder holder() {
            String who = pid == null ? "a process that the kernel does not name" : "pid " + pid;
            return new LockHolder(
                    shared ? who + ", by a shared lock on that file, which no process of a registry takes" : who,
                    pid,
                    null);
        }
    }

    /**
     * {@return this holder, unless the kernel names another}
     *
     * <p>A holder that was stopped or is not one of ours has not signed; the line is then that of somebody before.
     */
    LockHolder confirmed(Path file) {
        try {
            List<Listed> locks = locks(LOCKS, file, null);
            return locks.isEmpty() || locks.contains(new Listed(pid, false))
                    ? this
                    : locks.get(0).holder();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // No Linux: what the file says is all there is.
            return this;
        }
    }

    /**
     * {@return the processes that have the right to append, or keep others from it, as the kernel tells}
     *
     * @param locks the kernel's list
     * @param file the lock file
     * @param device the file's device as that list writes it, or null to go by what the file says of it
     */
    public static List<Listed> locks(Path locks, Path file, @Nullable String device) throws IOException {
        String inode = Files.getAttribute(file, "unix:ino").toString();
        List<Matcher> named;
        try (InputStream list = new FileInputStream(locks.toFile())) {
            named = new String(list.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(LOCKED::matcher)
                    .filter(lock -> lock.matches() && lock.group(4).equals(inode))
                    .toList();
        }
        String own = device == null ? device(file) : device;
        List<Matcher> here =
                named.stream().filter(lock -> lock.group(3).equals(own)).toList();
        // Some file systems have another device for the list than for the file.
        List<Matcher> ours = device == null && here.isEmpty() && named.size() == 1 ? named : here;
        return ours.stream()
                .map(lock -> new Listed(
                        Long.parseLong(lock.group(2)) < 0 ? null : Long.valueOf(lock.group(2)),
                        lock.group(1).equals("READ")))
                .filter(lock -> lock.pid() == null || lock.pid() > 0)
                .distinct()
                .toList();
    }

    private static String device(Path file) throws IOException {
        long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
        long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
        long minor = (device & 0xff) | ((device >>> 12) & ~0xffL & 0xffffffffL);
        return String.format(Locale.ROOT, "%02x:%02x", major, minor);
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
