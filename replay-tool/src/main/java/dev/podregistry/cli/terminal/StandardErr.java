package dev.podregistry.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** Standard error, which spoils neither the line of progress nor what a pager shows: while there is one, it waits. */
public final class StandardErr extends OutputStream {

    private final OutputStream plain;
    private final Progress progress;
    private final BooleanSupplier waits;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

    public StandardErr(OutputStream plain, Progress progress, BooleanSupplier waits) {
        this.plain = plain;
        this.progress = progress;
        this.waits = waits;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        if (waits.getAsBoolean()) {
            waiting.write(bytes, from, length);
            return;
        }
        release();
        progress.erase();
        plain.write(bytes, from, length);
    }

    /** Prints what has waited. */
    public synchronized void release() throws IOException {
        if (waiting.size() > 0) {
            waiting.writeTo(plain);
            waiting.reset();
        }
    }
}
