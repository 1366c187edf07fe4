package dev.podregistry.log.chronicle.disk;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs an action in a thread that nobody else knows and so nobody interrupts.
 *
 * <p>An interrupt closes the file channel that the interrupted thread uses. That is no harm where we can open it again,
 * but Chronicle opens queues and files with channels of its own.
 */
public final class OwnThread {

    private OwnThread() {}

    /** {@return what {@code action} answers, where nothing but input and output can go wrong} */
    static <T> T callIo(String name, Callable<T> action) throws IOException {
        try {
            return call(name, action);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** {@return what {@code action} answers; an interrupt of the caller is kept for later} */
    public static <T> T call(String name, Callable<T> action) throws Exception {
        FutureTask<T> task = new FutureTask<>(action);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
