package dev.podregistry.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One line on a terminal that tells how far long work has come.
 *
 * <p>It appears when the work has taken half a second, is redrawn in its place, and is erased before anything else is
 * printed; whoever prints calls {@link #erase}, or {@link #stop} when no line may come any more. The terminal is told not
 * to wrap the line, so its width need not be known.
 */
public final class Progress {

    private static final long PATIENCE = Duration.ofMillis(500).toNanos();
    private static final long TURN = Duration.ofMillis(100).toNanos();
    private static final String ERASE = "\r\u001b[K";
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";

    private final @Nullable OutputStream terminal;
    private final LongSupplier nanos;
    private boolean stopped;
    private boolean shown;
    private long begun;
    private long drawn;
    private long ended;

    private Progress(@Nullable OutputStream terminal, LongSupplier nanos) {
        this.terminal = terminal;
        this.nanos = nanos;
        this.stopped = terminal == null;
        this.ended = nanos.getAsLong() - PATIENCE - 1;
    }

    /** {@return progress that nobody sees} */
    public static Progress none() {
        return new Progress(null, () -> 0);
    }

    /**
     * {@return progress drawn on a terminal}
     *
     * @param nanos a clock as {@link System#nanoTime}
     */
    public static Progress on(OutputStream terminal, LongSupplier nanos) {
        return new Progress(terminal, nanos);
    }

    /**
     * Begins to count events. Work that follows at once on earlier work is a part of it.
     *
     * @param what is being done
     * @param total how many events there will be, or 0 when that is not known
     */
    public Pass begin(String what, long total) {
        return new Pass(what, total);
    }

    /** Takes the line away until there is something new to tell. */
    synchronized void erase() {
        if (shown) {
            shown = false;
            print(ERASE);
        }
    }

    /** Takes the line away for good. */
    public synchronized void stop() {
        erase();
        stopped = true;
    }

    private synchronized void draw(String line) {
        if (!stopped) {
            print(ERASE + NO_WRAP + line + WRAP);
            shown = true;
        }
    }

    private void print(String text) {
        if (terminal == null) {
            return;
        }
        try {
            terminal.write(text.getBytes(StandardCharsets.US_ASCII));
            terminal.flush();
        } catch (IOException e) {
            stopped = true;
        }
    }

    /** One reading of a log. */
    public final class Pass implements AutoCloseable {

        private static final int STRIDE = 64;

        private final String what;
        private final long total;
        private long start = nanos.getAsLong();
        private long events;

        private Pass(String what, long total) {
            this.what = what;
            this.total = total;
            if (start - ended > PATIENCE) {
                begun = start;
            }
        }

        /** Counts an event; returns whether it is time to look around. */
        public boolean count() {
            if (events == 0) {
                start = nanos.getAsLong();
            }
            events++;
            if (events % STRIDE != 0) {
                return false;
            }
            long now = nanos.getAsLong();
            if (now - begun > PATIENCE && now - drawn > TURN) {
                drawn = now;
                draw(line(now));
            }
            return true;
        }

        private String line(long now) {
            double seconds = Math.max(1, now - start) / 1e9;
            String share = total < events ? "" : String.format(Locale.ROOT, ", %d %%", 100 * events / total);
            return String.format(Locale.ROOT, "%s: %,d events, %,.0f/s", what, events, events / seconds) + share;
        }

        @Override
        public void close() {
            ended = nanos.getAsLong();
        }
    }
}
