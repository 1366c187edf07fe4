package dev.podregistry.attack;

import dev.podregistry.child.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * How attackers are started.
 *
 * <p>Starting a JVM is most of what a kill costs, so their classes are put into an archive first. The JVM takes only jars
 * for that.
 *
 * @param command the command, to which the arguments of {@link Attacker} are added
 */
record Launch(List<String> command) {

    static Launch prepare(Path folder) throws Exception {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path place = Path.of(entry);
            jars.add(Files.isDirectory(place) ? jar(place, folder.resolve("classes-" + jars.size() + ".jar")) : entry);
        }
        Path archive = folder.resolve("classes.jsa");
        Process training = new ProcessBuilder(add(
                        command(folder, "-XX:ArchiveClassesAtExit=" + archive, jars),
                        folder.resolve("training").toString(),
                        "SYNC",
                        folder.resolve("training-journal").toString(),
                        "1"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        training.getOutputStream().close();
        boolean archived = training.waitFor(600, TimeUnit.SECONDS) && Files.exists(archive);
        return new Launch(command(folder, archived ? "-XX:SharedArchiveFile=" + archive : "-Xshare:auto", jars));
    }

    static List<String> add(List<String> command, String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        return all;
    }

    private static List<String> command(Path folder, String sharing, List<String> jars) {
        List<String> flags = add(ChildJvm.flags(), sharing, "-Djava.io.tmpdir=" + folder);
        return ChildJvm.words(flags, String.join(File.pathSeparator, jars), Attacker.class);
    }

    private static String jar(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
            }
        }
        return jar.toString();
    }
}
