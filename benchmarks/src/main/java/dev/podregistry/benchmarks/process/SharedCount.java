package dev.podregistry.benchmarks.process;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A counter that several processes share, in a mapped file: a {@code long} in native byte order, which is 0 at first. */
final class SharedCount {

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final MappedByteBuffer memory;

    private SharedCount(MappedByteBuffer memory) {
        this.memory = memory;
    }

    static SharedCount in(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new SharedCount(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
        }
    }

    /** {@return how often this was called before, by any of the processes} */
    long getAndIncrement() {
        return (long) LONG.getAndAdd(memory, 0, 1L);
    }
}
