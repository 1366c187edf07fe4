package dev.podregistry.log.chronicle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Makes the folder in which an attack works: in the one that {@code -Dattack.folder=} names, if any, as one in memory. */
final class AttackFolder implements TempDirFactory {

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
        String folder = System.getProperty("attack.folder");
        return folder == null
                ? Files.createTempDirectory("attack-")
                : Files.createTempDirectory(Path.of(folder), "attack-");
    }
}
