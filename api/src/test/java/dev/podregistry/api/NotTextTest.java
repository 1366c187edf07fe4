package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.model.PodName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A link whose name has a byte that is no text led to what another pod held, and was granted by the text that stands for it;
 * two directories of such names were one path.
 */
@EnabledOnOs(OS.LINUX)
final class NotTextTest {

    @TempDir
    Path temporary;

    private Path odd = Path.of("/");

    @BeforeEach
    void makeOddFolder() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("folder"));
        String make = "mkdir \"$(printf 'odd\\377')\"";
        assertEquals(
                0,
                new ProcessBuilder("sh", "-c", make)
                        .directory(folder.toFile())
                        .start()
                        .waitFor());
        odd = only(folder);
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void isNoPathOfARule() {
        List<Consumer<Path>> given = List.of(
                TargetRule::write,
                TargetRule::read,
                RegisterRequest.pod("a")::write,
                RegisterRequest.pod("a")::read,
                DelegateRequest.child("a")::write,
                DelegateRequest.child("a")::read);
        given.forEach(this::requireRefused);
    }

    @Test
    void isNoPathToAskAbout() {
        PodName pod = new PodName("a");
        try (PodRegistry registry = PodRegistry.inMemory(RegistryOptions.defaults())) {
            PodHandle handle =
                    registry.register(RegisterRequest.pod("a").write("/x")).orElseThrow();
            RegistryView view = registry.view();
            List<Consumer<Path>> given = List.of(
                    registry::holderOf,
                    path -> registry.permissionAt(pod, path),
                    view::holderOf,
                    path -> view.permissionAt(pod, path),
                    handle::mayWrite);
            given.forEach(this::requireRefused);
        }
    }

    private void requireRefused(Consumer<Path> given) {
        for (Path path : List.of(odd, odd.resolve("src/a"))) {
            String message = assertThrows(IllegalArgumentException.class, () -> given.accept(path))
                    .getMessage();
            assertTrue(message.startsWith("the path \"" + odd), message);
            assertTrue(
                    message.contains("\" has a name whose bytes are not text in the encoding of this JVM; "), message);
        }
    }
}
