package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.podregistry.child.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link Neighbour} in a place of its own. */
final class Neighbourhood {

    private final Process process;
    private final BufferedReader lines;
    private final Path errors;

    private Neighbourhood(Process process, Path errors) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
        this.errors = errors;
    }

    /**
     * Starts it.
     *
     * @param registry the registry's directory
     * @param errors a file for what it complains about
     * @param place a command that runs another in some place
     * @param told what the neighbour is told to do
     */
    static Neighbourhood start(Path registry, Path errors, List<String> place, String... told) throws IOException {
        List<String> command = new ArrayList<>(place);
        command.addAll(
                ChildJvm.command(ChildJvm.flags(), Neighbour.class, registry).command());
        command.addAll(List.of(told));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
        return new Neighbourhood(process, errors);
    }

    /** {@return the next line that it prints} */
    String line() throws IOException {
        String line = lines.readLine();
        assertNotNull(line, () -> "it has ended: " + errors());
        return line;
    }

    /** {@return the pid of the neighbour that {@code unshare} started, outside} */
    long pidInside() {
        return process.descendants().findFirst().orElseThrow().pid();
    }

    private String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            return e.toString();
        }
    }

    void end() throws Exception {
        process.getOutputStream().close();
        process.waitFor();
    }
}
