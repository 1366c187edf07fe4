package dev.podregistry.benchmarks;

import dev.podregistry.benchmarks.fixture.Directories;
import dev.podregistry.benchmarks.fixture.Residents;
import dev.podregistry.benchmarks.fixture.Tree;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What rows are measured with.
 *
 * @param effort how long
 * @param home the project's folder
 * @param work a folder on the disk to measure, for everything that is made on the way
 * @param tree the file tree that the pods work on
 * @param residents the processes that the pods live in
 * @param javaHomes the JDKs to start the command line with
 * @param journal keeps every sample
 * @param progress is told what is being done
 */
public record Bench(
        Effort effort,
        Path home,
        Path work,
        Tree tree,
        Residents residents,
        List<Path> javaHomes,
        Journal journal,
        PrintStream progress) {

    /** {@return an empty folder for {@code name}} */
    public Path folder(String name) throws IOException {
        Path folder = work.resolve(name);
        Directories.delete(folder);
        return Files.createDirectories(folder);
    }

    /** Tells what is being done. */
    public void say(String doing) {
        progress.println("  " + doing);
    }
}
