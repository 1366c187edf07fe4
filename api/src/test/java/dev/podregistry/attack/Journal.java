package dev.podregistry.attack;

import dev.podregistry.model.CommandId;
import dev.podregistry.model.ProcessIdentity.Linux;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What an attacker asked and was told, a line each, with the time on a clock that all processes of a host share.
 *
 * <pre>
 * I time host boot namespace pid ticks   who writes this journal
 * A time id move                         about to ask
 * R time id sequence text                answered
 * X time id kind text                    not answered: busy, unknown or failed
 * T time sequence digest                 its table, at the end
 * </pre>
 *
 * <p>Each line is one write to a file opened for appending, so what was written survives a kill.
 */
final class Journal implements AutoCloseable {

    private final FileOutputStream out;

    Journal(Path file) throws IOException {
        out = new FileOutputStream(file.toFile(), true);
    }

    void identity(Linux self) {
        write(
                'I',
                self.host() + " " + self.boot() + " " + self.pidNamespace() + " " + self.pid() + " "
                        + self.startTicks());
    }

    void asks(CommandId id, Move move) {
        write('A', id + " " + move);
    }

    void told(CommandId id, long sequence, String text) {
        write('R', id + " " + sequence + " " + text);
    }

    void notTold(CommandId id, String kind, Throwable why) {
        write('X', id + " " + kind + " " + why.toString().replace('\n', ' '));
    }

    void table(long sequence, String digest) {
        write('T', sequence + " " + digest);
    }

    private void write(char kind, String text) {
        String line = kind + " " + System.nanoTime() + " " + text + "\n";
        try {
            out.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
