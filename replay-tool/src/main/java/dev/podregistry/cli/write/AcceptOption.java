package dev.podregistry.cli.write;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** On which file systems a command that writes takes a registry, besides those that are known to do. */
final class AcceptOption {

    @Option(
            names = "--accept-file-system",
            paramLabel = "TYPE",
            description =
                    "Write on a file system of this type, though it is not known that all who open a file there share"
                            + " its locks and its mapped memory; doctor names the type.")
    private Set<String> types = new LinkedHashSet<>();

    Set<String> types() {
        return types.stream().map(type -> type.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
