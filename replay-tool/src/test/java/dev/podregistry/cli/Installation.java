package dev.podregistry.cli;

import dev.podregistry.cli.Prompt.Printed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * The launcher in a copy of the project's layout, below a path that has spaces.
 *
 * @param place where it is, and where commands work
 */
record Installation(Path place) {

    /** {@return an installation of the launcher alone} */
    static Installation in(Path place) throws IOException {
        Installation installation = new Installation(place);
        Files.createDirectories(installation.launcher().getParent());
        Files.copy(Running.launcher(), installation.launcher());
        Files.createDirectories(installation.jar().getParent());
        return installation;
    }

    Path home() {
        return place.resolve("a home with spaces");
    }

    Path launcher() {
        return home().resolve("bin/pod-registry");
    }

    Path jar() {
        return home().resolve("replay-tool/target/pod-registry.jar");
    }

    Installation withJar() throws IOException {
        Files.copy(Running.jar(), jar());
        return this;
    }

    Running start(Map<String, String> environment, String... args) throws IOException {
        return Running.start(
                place, environment, Running.words(List.of(launcher().toString()), args));
    }

    Printed launch(Map<String, String> environment, String... args) throws IOException {
        try (Running running = start(environment, args)) {
            return running.finish();
        }
    }

    /** Makes a file that is run by {@code sh}. */
    static void script(Path path, String... lines) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
