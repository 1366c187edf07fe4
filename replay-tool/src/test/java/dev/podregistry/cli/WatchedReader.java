package dev.podregistry.cli;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.EventSink;
import dev.podregistry.log.LogReader;
import java.util.function.LongConsumer;

/** A reader that says how far its catching up has come. */
public record WatchedReader(LogReader log, LongConsumer caughtUp) implements LogReader {

    @Override
    public LogPosition replay(long from, EventSink sink) {
        return log.replay(from, sink);
    }

    @Override
    public LogPosition catchUp(EventSink fold) {
        LogPosition position = log.catchUp(fold);
        caughtUp.accept(position.sequence());
        return position;
    }

    @Override
    public boolean mayHaveGrown() {
        return log.mayHaveGrown();
    }

    @Override
    public void close() {
        log.close();
    }
}
