package dev.podregistry.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On a disk that ignores case, {@code Repo/Src} and {@code repo/src} were two paths, and two pods held the one directory.
 *
 * <p>{@code ExfatSystem} has the same on a real one.
 */
final class CaseTest {

    @TempDir
    Path temporary;

    private Path disk;
    private FileSystemPaths paths;

    @BeforeEach
    void makeTree() throws IOException {
        disk = Files.createDirectory(temporary.toRealPath().resolve("disk"));
        Files.createDirectories(disk.resolve("Repo/Src"));
        Files.createFile(disk.resolve("Repo/Read.me"));
        paths = ignoringCase();
    }

    private FileSystemPaths ignoringCase() {
        CaseIgnoringDisk ignoring = new CaseIgnoringDisk(disk, CaseTest::asFatFolds);
        return new FileSystemPaths(ignoring, () -> MountTable.NONE, type -> false);
    }

    private FileSystemPaths mounted(String fileSystem) {
        String list =
                "20 1 8:1 / / rw - ext2 /dev/sda1 rw\n21 20 7:0 / " + disk + " rw - " + fileSystem + " /dev/loop0 rw\n";
        MountTable mounts = new MountTable(Mount.parse(list, StandardCharsets.UTF_8), type -> type.equals("ext2"));
        return new FileSystemPaths(
                new CaseIgnoringDisk(disk, CaseTest::asFatFolds), () -> mounts, type -> type.equals("ext2"));
    }

    /** Without the dots at the end, and with a short name for a long one. */
    private static String asFatFolds(String name) {
        String folded = name.toUpperCase(Locale.ROOT).replaceAll("[.]+$", "");
        return folded.equals("LONGNA~1") ? "LONG NAME" : folded;
    }

    private String canonical(String path) {
        return canonical(paths, path);
    }

    private String canonical(FileSystemPaths by, String path) {
        Resolution resolution = by.resolve(disk + "/" + path);
        return assertInstanceOf(Resolution.Canonical.class, resolution, resolution::toString)
                .path()
                .value()
                .substring(disk.toString().length() + 1);
    }

    private String reason(FileSystemPaths by, String path) {
        return assertInstanceOf(Resolution.Invalid.class, by.resolve(disk + "/" + path))
                .reason();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Repo/Src", "repo/src", "REPO/SRC", "rEPO/./x/../sRC/"})
    void whatExistsHasOneSpelling(String path) {
        assertEquals("repo/src", canonical(path));
        assertEquals("repo/src/new", canonical(path + "/NEW"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Repo/New", "repo/NEW", "REPO/new"})
    void whatDoesNotExistYetHasTheSame(String path) throws IOException {
        assertEquals("repo/new", canonical(path));
        assertEquals("repo/new/deep", canonical(path + "/Deep"));
        Files.createDirectory(disk.resolve("Repo/NeW"));
        assertEquals("repo/new", canonical(path), "created under yet another spelling");
        assertEquals("repo/new/deep", canonical(path + "/Deep"));
    }

    /** The system tells of a mount's source by the spelling of that time; commands name it by any. */
    @Test
    void aPlaceThatIsMountedElsewhereIsAskedAboutInItsOneSpelling() throws IOException {
        Path elsewhere = Files.createDirectories(temporary.toRealPath().resolve("else/w"));
        String list = "20 1 8:1 / / rw - ext2 /dev/sda1 rw\n21 20 7:0 / " + disk + " rw - vfat /dev/loop0 rw\n"
                + "22 20 7:0 /Repo/Src " + elsewhere + " rw - vfat /dev/loop0 rw\n";
        MountTable mounts = new MountTable(Mount.parse(list, StandardCharsets.UTF_8), type -> type.equals("ext2"));
        FileSystemPaths by = new FileSystemPaths(
                new CaseIgnoringDisk(disk, CaseTest::asFatFolds), () -> mounts, type -> type.equals("ext2"));
        List<String> asked = new ArrayList<>();
        by.claim(elsewhere.getParent().toString(), true, place -> asked.add(place.value()));
        assertEquals(List.of(disk + "/repo/src"), asked);
    }

    /** An entry can change its spelling while a pod holds it. */
    @Test
    void aRenamedEntryStaysTheSame() throws IOException {
        assertEquals("repo/src", canonical("repo/SRC"));
        Files.move(disk.resolve("Repo"), disk.resolve("rEPO"));
        assertEquals("repo/src", canonical("repo/SRC"));
    }

    @Test
    void theCanonicalPathIsItsOwn() {
        for (String path : List.of("Repo/Src", "REPO/New.Txt", "READ.ME")) {
            String once = canonical(path);
            assertEquals(once, canonical(once));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "\u00c4pfel, \u00e4PFEL",
        "\u00e9t\u00e9, e\u0301te\u0301",
        "STRASSE, stra\u00dfe",
        "\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2, \u03c3\u03af\u03c3\u03c5\u03c6\u03bf\u03c3",
        "\u212a, k",
        "\ufb01le, file",
        "a\u200db, AB",
        "\u01c5, \u01c4",
        "\u1e9e, \u00df"
    })
    void whateverSomeDiskFoldsIsFolded(String one, String other) {
        assertEquals(canonical(one), canonical(other));
        assertEquals(FoldedName.of(one), FoldedName.of(other));
    }

    @Test
    void theFoldedFormIsItsOwnAndEqualForAllCases() {
        for (int c = 1; c < 0x20000; c++) {
            boolean isIdeographOrSyllable = (c >= 0x3400 && c < 0xA000) || (c >= 0xAC00 && c < 0xF900);
            if (Character.isDefined(c) && !isIdeographOrSyllable) {
                String name = Character.toString(c);
                String folded = FoldedName.of(name);
                String label = "U+" + Integer.toHexString(c);
                assertEquals(folded, FoldedName.of(folded), label);
                assertEquals(folded, FoldedName.of(name.toUpperCase(Locale.ROOT)), label);
                assertEquals(folded, FoldedName.of(name.toLowerCase(Locale.ROOT)), label);
                assertEquals(folded, FoldedName.of(Character.toString(Character.toTitleCase(c))), label);
            }
        }
    }

    @Test
    void linksAreFollowedByAnySpelling() throws IOException {
        Files.createSymbolicLink(disk.resolve("Link"), Path.of("REPO"));
        assertEquals("repo/src", canonical("LINK/src"));
        assertEquals("repo/src/new", canonical("link/SRC/New"));
        assertEquals("repo", canonical("lINK"));
    }

    @Test
    void anEmptyFolderIsAsTheOneThatItIsIn() throws IOException {
        Files.createDirectory(disk.resolve("Empty"));
        assertEquals("empty/new", canonical("Empty/New"));
    }

    /** Nothing tells: so only what means the same either way is taken. */
    @Test
    void anEmptyDiskTellsNothing() throws IOException {
        FileSystemPaths mounted = mounted("vfat");
        assertEquals("new", canonical(mounted, "New"));
        for (String path : List.of("Repo/Src", "Repo/Read.me", "Repo", "")) {
            if (!path.isEmpty()) {
                Files.delete(disk.resolve(path));
            }
        }
        assertTrue(
                reason(mounted, "New").contains("whether its folder ignores case cannot be told"),
                () -> reason(mounted, "New"));
        assertEquals("new", canonical(mounted, "new"));
        assertEquals("New", canonical(mounted("tmpfs"), "New"), "it minds case unless somebody made it ignore it");
    }

    @Test
    void aDotAtTheEndMayBeDropped() throws IOException {
        assertEquals("repo/src", canonical("repo/SRC."));
        assertTrue(reason(paths, "Repo/new.").contains("another name"));
        Files.createDirectory(disk.resolve("dot."));
        assertEquals("dot.", canonical("DOT."));
    }

    @Test
    void aShortNameIsThatOfTheLongOne() throws IOException {
        assertTrue(reason(paths, "Longna~1").contains("another name"));
        Files.createDirectory(disk.resolve("Long Name"));
        assertEquals("long name/new", canonical("LONGNA~1/new"));
        Files.createDirectory(disk.resolve("Plain~1"));
        assertEquals("plain~1", canonical("PLAIN~1"));
    }

    /** Some disks fold only the letters of ASCII; whether something exists must make no difference all the same. */
    @Test
    void otherLettersAreFoldedThereToo() throws IOException {
        FileSystemPaths ascii = new FileSystemPaths(
                new CaseIgnoringDisk(disk, CaseTest::asciiUpper), () -> MountTable.NONE, type -> false);
        assertEquals("\u00e4", canonical(ascii, "\u00c4"));
        Files.createDirectory(disk.resolve("\u00c4"));
        assertEquals("\u00e4", canonical(ascii, "\u00c4"));
        assertEquals("\u00e4", canonical(ascii, "\u00e4"));
    }

    private static String asciiUpper(String name) {
        StringBuilder upper = new StringBuilder(name);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            upper.setCharAt(i, c >= 'a' && c <= 'z' ? (char) (c - 32) : c);
        }
        return upper.toString();
    }

    /** Everything below is on a folder that minds case, though its type does not say so. */
    @Test
    void whereCaseCountsNothingIsFolded() throws IOException {
        FileSystemPaths exact = new FileSystemPaths(Disk.SYSTEM, () -> MountTable.NONE, type -> false);
        assertEquals("Repo/Src", canonical(exact, "Repo/Src"));
        assertEquals("repo/Src", canonical(exact, "repo/Src"));
        assertEquals("Repo/New.", canonical(exact, "Repo/New."));
        Files.createFile(disk.resolve("Repo/Makefile"));
        Files.createLink(disk.resolve("Repo/mAKEFILE"), disk.resolve("Repo/Makefile"));
        assertEquals("Repo/Makefile", canonical(exact, "Repo/Makefile"));
        assertEquals("Repo/mAKEFILE", canonical(exact, "Repo/mAKEFILE"));
        Files.createDirectory(disk.resolve("rEPO"));
        assertEquals("Repo", canonical(exact, "Repo"));
        assertEquals("rEPO", canonical(exact, "rEPO"));
        assertNotEquals(canonical(exact, "Repo/\u00c4"), canonical(exact, "Repo/\u00e4"));
    }
}
