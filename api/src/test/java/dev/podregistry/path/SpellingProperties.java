package dev.podregistry.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeTry;

/** On a disk that ignores case, with links and dots: two ways to one file are never two paths. */
@Tag("fuzz")
final class SpellingProperties {

    private static final List<String> NAMES = List.of(
            "a", "A", "bb", "Bb", "BB", "\u00e4", "\u00c4", "a\u0308", "1", ".", "..", "up", "UP", "Over", "new",
            "NEW");

    private Path root;

    @BeforeTry
    void makeRoot() throws IOException {
        removeRoot();
        root = Files.createTempDirectory("spelling").toRealPath();
    }

    @AfterProperty
    void removeRoot() throws IOException {
        if (root != null) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Provide
    Arbitrary<String> walks() {
        return Arbitraries.of(NAMES).list().ofMinSize(1).ofMaxSize(6).map(names -> String.join("/", names));
    }

    private CaseIgnoringDisk disk(List<String> folders, String up, String over) throws IOException {
        CaseIgnoringDisk disk = new CaseIgnoringDisk(root, FoldedName::of);
        for (String folder : folders) {
            create(disk, folder);
        }
        link(disk, "Up", up);
        link(disk, "oVER", over);
        return disk;
    }

    /** Makes what is missing of a folder, as a program would that knows nothing of the case of what is there. */
    private void create(CaseIgnoringDisk disk, String folder) throws IOException {
        Path at = root;
        for (Path name : root.resolve(folder).normalize().startsWith(root)
                ? root.relativize(root.resolve(folder).normalize())
                : Path.of("")) {
            Path next = at.resolve(name);
            if (!name.toString().isEmpty() && disk.attributes(next) == null) {
                Files.createDirectory(disk.file(at).resolve(name));
            }
            at = next;
        }
    }

    private void link(CaseIgnoringDisk disk, String name, String target) throws IOException {
        if (disk.attributes(root.resolve(name)) == null) {
            Files.createSymbolicLink(root.resolve(name), Path.of(target));
        }
    }

    private static Resolution resolve(CaseIgnoringDisk disk, Path path) {
        return new FileSystemPaths(disk, () -> MountTable.NONE, type -> false).resolve(path.toString());
    }

    @Property(tries = 80)
    void twoWaysToOneFileAreOnePath(
            @ForAll @Size(max = 4) List<@From("walks") String> folders,
            @ForAll("walks") String up,
            @ForAll("walks") String over,
            @ForAll @Size(min = 2, max = 6) List<@From("walks") String> asked)
            throws IOException {
        CaseIgnoringDisk disk = disk(folders, up, over);
        for (String one : asked) {
            for (String other : asked) {
                Resolution first = resolve(disk, root.resolve(one));
                Resolution second = resolve(disk, root.resolve(other));
                Path file = fileOf(disk, one);
                if (file != null && fileOf(disk, other) != null) {
                    assertInstanceOf(Resolution.Canonical.class, first, first::toString);
                    assertEquals(file.equals(fileOf(disk, other)), first.equals(second), one + " and " + other);
                }
            }
        }
    }

    private Path fileOf(CaseIgnoringDisk disk, String path) {
        try {
            return disk.file(root.resolve(path));
        } catch (IOException missingOrLoop) {
            return null;
        }
    }

    @Property(tries = 80)
    void whatComesToExistStaysTheSame(
            @ForAll @Size(max = 3) List<@From("walks") String> folders, @ForAll("walks") String asked)
            throws IOException {
        CaseIgnoringDisk disk = new CaseIgnoringDisk(root, FoldedName::of);
        create(disk, "Telling");
        for (String folder : folders) {
            create(disk, folder);
        }
        Path path = root.resolve(asked).normalize();
        if (path.startsWith(root)) {
            String other = path.toString().substring(root.toString().length()).toUpperCase(Locale.ROOT);
            Resolution before = resolve(disk, path);
            assertEquals(before, resolve(disk, Path.of(root + other)));
            create(disk, root.relativize(Path.of(root + other)).toString());
            assertEquals(before, resolve(disk, path));
            assertEquals(before, resolve(disk, Path.of(root + other)));
        }
    }
}
