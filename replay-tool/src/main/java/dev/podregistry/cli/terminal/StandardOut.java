package dev.podregistry.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Standard output: on a terminal through a pager, which starts with the first byte.
 *
 * <p>Remembers that writing failed, which a {@link java.io.PrintWriter} does not tell apart from a reader that left. A
 * pager that is left early is no failure.
 */
public final class StandardOut extends OutputStream implements Paging {

    private final OutputStream plain;
    private final Descriptor descriptor;
    private final Progress progress;
    private final Consumer<String> notes;
    private @Nullable PagerChoice choice;
    private volatile @Nullable Process pager;
    private @Nullable OutputStream to;
    private @Nullable IOException failure;
    private volatile boolean readerLeft;

    /**
     * Creates the stream.
     *
     * @param plain what leads to the descriptor
     * @param choice the pager, or null for none
     * @param progress is erased before anything is written
     * @param notes takes what is to be said about the pager
     */
    public StandardOut(
            OutputStream plain,
            Descriptor descriptor,
            @Nullable PagerChoice choice,
            Progress progress,
            Consumer<String> notes) {
        this.plain = plain;
        this.descriptor = descriptor;
        this.choice = descriptor == Descriptor.TERMINAL ? choice : null;
        this.progress = progress;
        this.notes = notes;
    }

    @Override
    public void off() {
        choice = null;
    }

    @Override
    public boolean hasReaderLeft() {
        return readerLeft;
    }

    /** {@return whether the terminal is the pager's} */
    public boolean isPaging() {
        Process started = pager;
        return started != null && started.isAlive();
    }

    /** {@return why not everything was written, or null} */
    @Nullable
    public IOException failure() {
        return failure;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (to == null) {
            to = open();
        }
        if (descriptor == Descriptor.FILE) {
            progress.erase();
        }
        try {
            to.write(bytes, from, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void flush() throws IOException {
        if (to != null) {
            try {
                to.flush();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    private IOException failed(IOException e) {
        readerLeft = true;
        if (pager == null && failure == null) {
            failure = e;
        }
        return e;
    }

    /** Whoever reads a pipe may show it on the same terminal, so no progress is drawn from then on. */
    private OutputStream open() {
        if (descriptor != Descriptor.FILE) {
            progress.stop();
        }
        PagerChoice chosen = choice;
        if (chosen == null) {
            return plain;
        }
        ProcessBuilder builder = new ProcessBuilder(chosen.words())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putIfAbsent("LESS", "FRX");
        builder.environment().putIfAbsent("LV", "-c");
        try {
            Process started = builder.start();
            pager = started;
            return started.getOutputStream();
        } catch (IOException e) {
            if (!chosen.isDefault()) {
                notes.accept("note: the pager \"" + chosen.command() + "\" cannot be started; correct "
                        + PagerChoice.VARIABLE + " or PAGER, or use --no-pager");
            }
            return plain;
        }
    }

    /** Waits until the reader has seen everything, or has left the pager. */
    public void finish() throws InterruptedException {
        Process started = pager;
        if (started == null || to == null) {
            return;
        }
        try {
            to.close();
        } catch (IOException e) {
            readerLeft = true;
        }
        int code = started.waitFor();
        if (choice != null && choice.needsShell() && (code == 126 || code == 127)) {
            failure = new IOException("the pager \"" + choice.command() + "\" cannot be started; correct "
                    + PagerChoice.VARIABLE + " or PAGER, or use --no-pager");
        }
    }

    /** Ends the answer, and leaves the terminal to the pager for as long as the reader stays in it. */
    public void interrupted() {
        readerLeft = true;
        progress.stop();
        Process started = pager;
        try {
            if (started != null) {
                started.waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
