package dev.podregistry.cli.option;

import dev.podregistry.path.FileSystemPaths;
import dev.podregistry.path.LogicalPaths;
import dev.podregistry.path.PathResolver;
import picocli.CommandLine.Option;

/** Whether paths are what the registry takes them for, or their text. */
public final class PathsOption {

    @Option(
            names = "--text",
            description = {
                "Take paths as text, as a registry of logical paths does: no symbolic link is followed. Questions about the"
                        + " past always do."
            })
    private boolean text;

    /**
     * {@return what the paths that are asked about stand for}
     *
     * @param isPresent whether the question is about the present; where links led in the past nobody knows
     */
    public PathResolver paths(boolean isPresent) {
        return isPresent && !text ? FileSystemPaths.ofSystem() : LogicalPaths::resolve;
    }
}
