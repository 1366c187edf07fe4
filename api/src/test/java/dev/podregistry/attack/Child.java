package dev.podregistry.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An attacker's process, as the referee sees it. */
final class Child implements AutoCloseable {

    private final Process process;
    private final Path journal;
    private long continueAt;
    private boolean stopped;
    private long endNotBefore;

    private Child(Process process, Path journal) {
        this.process = process;
        this.journal = journal;
    }

    static Child start(Launch launch, Path journal, Path errors, List<String> arguments) throws IOException {
        Process process = new ProcessBuilder(Launch.add(launch.command(), arguments.toArray(String[]::new)))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
        return new Child(process, journal);
    }

    Path journal() {
        return journal;
    }

    /** {@return whether it has begun to ask} */
    boolean isAttacking() throws IOException {
        return written() > 500;
    }

    /** {@return the bytes in its journal} */
    long written() throws IOException {
        return Files.exists(journal) ? Files.size(journal) : 0;
    }

    /** {@return whether it was running} */
    boolean stop(int millis) throws Exception {
        if (stopped) {
            return false;
        }
        signal("STOP");
        stopped = true;
        continueAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        return true;
    }

    void continueIfDue() throws Exception {
        if (stopped && System.nanoTime() > continueAt) {
            stopped = false;
            signal("CONT");
        }
    }

    void kill() {
        if (!process.isAlive()) {
            throw new AssertionError("attacker " + process.pid() + " has ended by itself");
        }
        endNotBefore = System.nanoTime();
        process.destroyForcibly();
    }

    void endNicely() throws Exception {
        if (stopped) {
            signal("CONT");
        }
        endNotBefore = System.nanoTime();
        process.getOutputStream().close();
    }

    Life waitForEnd() throws InterruptedException {
        if (!process.waitFor(600, TimeUnit.SECONDS)) {
            throw new AssertionError("attacker " + process.pid() + " does not end");
        }
        return new Life(endNotBefore, System.nanoTime());
    }

    int exitValue() {
        return process.exitValue();
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
