package dev.podregistry.api;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the registry warns of, taken instead of printed. */
final class Warnings implements AutoCloseable {

    private final Logger logger = Logger.getLogger("dev.podregistry");
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord warning) {
            taken.add(warning.getLevel() + " " + new SimpleFormatter().formatMessage(warning));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    Warnings() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    /** {@return the warnings since the last call} */
    List<String> take() {
        List<String> all = List.copyOf(taken);
        taken.clear();
        return all;
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }
}
