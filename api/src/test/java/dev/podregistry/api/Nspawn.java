package dev.podregistry.api;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A container made by systemd-nspawn that looks like a copy of this system. */
final class Nspawn {

    private Nspawn() {}

    /**
     * {@return the command that runs another in the container}
     *
     * @param copy an empty directory, which becomes its root
     */
    static List<String> of(Path copy) throws IOException {
        for (String folder : List.of("usr", "etc", "proc", "sys", "dev", "run", "tmp", "var")) {
            Files.createDirectory(copy.resolve(folder));
        }
        for (String file : List.of("machine-id", "os-release")) {
            Files.copy(Path.of("/etc", file), copy.resolve("etc").resolve(file));
        }
        List<String> command = new ArrayList<>(List.of("systemd-nspawn", "--quiet", "--register=no", "--keep-unit"));
        command.addAll(List.of("--console=pipe", "--resolv-conf=off", "--timezone=off", "--link-journal=no"));
        command.addAll(List.of("--machine=copy-" + ProcessHandle.current().pid(), "--directory=" + copy));
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/"), Files::isSymbolicLink)) {
            for (Path link : links) {
                Files.createSymbolicLink(copy.resolve(link.getFileName()), Files.readSymbolicLink(link));
            }
        }
        for (String folder : folders()) {
            if (Files.isDirectory(Path.of(folder), LinkOption.NOFOLLOW_LINKS)) {
                command.add("--bind=" + folder);
            }
        }
        return command;
    }

    /** What Java needs here: itself with its settings, and all that is on the class path. */
    private static Iterable<String> folders() throws IOException {
        TreeSet<String> folders = new TreeSet<>(List.of("/usr", "/bin", "/lib", "/lib64"));
        String files = System.getProperty("java.class.path") + File.pathSeparator + System.getProperty("java.home");
        for (String file : files.split(File.pathSeparator, -1)) {
            folders.add("/" + Path.of(file).toRealPath().getName(0));
        }
        try (DirectoryStream<Path> settings = Files.newDirectoryStream(Path.of("/etc"), "java*")) {
            settings.forEach(folder -> folders.add(folder.toString()));
        }
        return folders;
    }
}
