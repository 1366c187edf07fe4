package dev.podregistry.log.chronicle;

import dev.podregistry.child.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs JVMs as another user, which takes the superuser; the class path is copied to where that user may read it. */
final class AnotherUser {

    /** A number that belongs to nobody. */
    static final int NUMBER = 54_321;

    private static final List<String> BECOME =
            List.of("setpriv", "--reuid=" + NUMBER, "--regid=" + NUMBER, "--clear-groups");

    private final Path classes;

    private AnotherUser(Path classes) {
        this.classes = classes;
    }

    /** {@return the user, who may see a place from now on, or null when this process may not become anybody} */
    static @Nullable AnotherUser in(Path place) throws Exception {
        Path classes = Files.createDirectories(place.resolve("classes"));
        if (run("chmod", "a+x", place.toString()) != 0 || run(become("test", "-x", classes.toString())) != 0) {
            return null;
        }
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.exists(Path.of(entry))) {
                String name = number++ + (entry.endsWith(".jar") ? ".jar" : "");
                run("cp", "-rL", entry, classes.resolve(name).toString());
            }
        }
        run("chmod", "-R", "a+rX", classes.toString());
        return new AnotherUser(classes);
    }

    private static String[] become(String... command) {
        return Stream.concat(BECOME.stream(), Stream.of(command)).toArray(String[]::new);
    }

    /** {@return the exit code, -1 when it cannot be run} */
    static int run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(600, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /** {@return a JVM of that user} */
    ChildJvm start(Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(BECOME);
        command.addAll(ChildJvm.command(ChildJvm.flags(), main, arguments).command());
        List<String> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(classes)) {
            files.forEach(file -> entries.add(file.toString()));
        }
        command.set(command.indexOf("-cp") + 1, String.join(File.pathSeparator, entries));
        return ChildJvm.start(
                new ProcessBuilder(command).directory(classes.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT));
    }
}
