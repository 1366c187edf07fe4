package dev.podregistry.path;

import dev.podregistry.log.place.PathNames;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.log.place.SpareDescriptors;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The mounts as they are at the moment of each question.
 *
 * <p>The kernel tells cheaply whether the list has changed, but only to whoever polls the file of it. The JDK polls for its
 * network channels, by a method that the flags which Chronicle needs open to us. Without them the list is read each time.
 */
final class Mounts {

    private static final short POLL_URGENT = 2;

    /** A sandbox that imitates a kernel may answer polls and never tell. */
    private static final long TRUSTED_NANOS = 1_000_000_000L;

    private final Path mountinfo;
    private final Predicate<String> exact;
    private @Nullable MethodHandle poll;
    private boolean pollIsKnown;

    private @Nullable RandomAccessFile file;
    private long readAt;
    private byte[] read = {};
    private MountTable table = MountTable.NONE;

    Mounts(Path mountinfo, Predicate<String> exact) {
        this.mountinfo = mountinfo;
        this.exact = exact;
    }

    Mounts(Path mountinfo, Predicate<String> exact, @Nullable MethodHandle poll) {
        this(mountinfo, exact);
        this.poll = poll;
        this.pollIsKnown = true;
    }

    /** {@return those of this system, if it is one that lists them} */
    static Supplier<MountTable> ofSystem(Predicate<String> exact) {
        Path mountinfo = Path.of("/proc/self/mountinfo");
        return Files.exists(mountinfo) ? new Mounts(mountinfo, exact)::now : () -> MountTable.NONE;
    }

    private static @Nullable MethodHandle poll() {
        try {
            Method method = Class.forName("sun.nio.ch.Net")
                    .getDeclaredMethod("poll", FileDescriptor.class, int.class, long.class);
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }

    /**
     * {@return the mounts now; none where the system does not tell}
     *
     * @throws UncheckedIOException when there is no descriptor to ask by: no path can be told by that
     */
    synchronized MountTable now() {
        try {
            boolean isFirst = file == null;
            RandomAccessFile open = file == null ? open() : file;
            file = open;
            // Asked first, so that what changes while it is read is read again next time.
            if (hasChanged(open.getFD()) || isFirst || System.nanoTime() - readAt > TRUSTED_NANOS) {
                readAt = System.nanoTime();
                read(open);
            }
        } catch (IOException e) {
            if (Reasons.isTooMany(e)) {
                throw new UncheckedIOException(e);
            }
            table = MountTable.NONE;
        }
        return table;
    }

    private RandomAccessFile open() throws IOException {
        if (!pollIsKnown) {
            SpareDescriptors.require();
            poll = poll();
            pollIsKnown = true;
        }
        return new RandomAccessFile(mountinfo.toFile(), "r");
    }

    private boolean hasChanged(FileDescriptor descriptor) throws IOException {
        if (poll == null) {
            return true;
        }
        try {
            return (int) poll.invokeExact(descriptor, (int) POLL_URGENT, 0L) != 0;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }

    private void read(RandomAccessFile open) throws IOException {
        byte[] bytes = new byte[Math.max(4096, read.length + 1024)];
        int length = 0;
        open.seek(0);
        for (int count; (count = open.read(bytes, length, bytes.length - length)) >= 0; length += count) {
            if (length + count == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
        }
        bytes = Arrays.copyOf(bytes, length);
        if (!Arrays.equals(bytes, read)) {
            read = bytes;
            table = new MountTable(
                    Mount.parse(new String(bytes, StandardCharsets.ISO_8859_1), PathNames.encoding()), exact);
        }
    }
}
