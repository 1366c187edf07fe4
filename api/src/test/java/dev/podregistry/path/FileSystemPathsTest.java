package dev.podregistry.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Targets as the kernel would find them, name by name. */
final class FileSystemPathsTest {

    @TempDir
    Path temporary;

    private Path root;

    @BeforeEach
    void makeTree() throws IOException {
        root = temporary.toRealPath();
        Files.createDirectories(root.resolve("repo/src/main"));
        Files.createDirectories(root.resolve("other/deep"));
        Files.createFile(root.resolve("repo/file"));
    }

    @Test
    void whatExistsStaysAsItIs() {
        assertEquals(root + "/repo/src", canonical(root + "/repo/src"));
    }

    @Test
    void dotsAndSlashesGo() {
        assertEquals(root + "/repo/src", canonical(root + "//repo/./main/../src///"));
        assertEquals("/", canonical("/"));
        assertEquals("/", canonical("/.."));
        assertEquals("/", canonical("//"));
    }

    @Test
    void aLinkIsResolved() throws IOException {
        link("alias", root.resolve("repo").toString());
        link("repo/relative", "src/../src/main");

        assertEquals(root + "/repo/src", canonical(root + "/alias/src"));
        assertEquals(root + "/repo/src/main", canonical(root + "/alias/relative"));
    }

    /** The text alone would say {@code root/other}, where the kernel never goes. */
    @Test
    void dotsBehindALinkLeadToTheParentOfWhatItPointsTo() throws IOException {
        link("repo/away", root.resolve("other/deep").toString());

        assertEquals(root + "/other", canonical(root + "/repo/away/.."));
        assertEquals(root + "/other/new", canonical(root + "/repo/away/../new"));
        assertEquals(root.resolve("repo/away/..").toRealPath().toString(), canonical(root + "/repo/away/.."));
    }

    @Test
    void whatDoesNotExistYetIsTextBelowItsClosestAncestor() throws IOException {
        link("alias", "repo");

        assertEquals(root + "/repo/new/deep", canonical(root + "/alias/new/deep"));
        assertEquals(root + "/repo/src", canonical(root + "/alias/new/deep/../../src"));
        assertEquals(root + "/repo/file/below", canonical(root + "/alias/file/below"));
        assertEquals(root + "/repo/file", canonical(root + "/alias/file/below/.."));
    }

    @Test
    void aLinkToNowhereIsResolvedToo() throws IOException {
        link("dangling", "repo/not-yet");

        assertEquals(root + "/repo/not-yet/x", canonical(root + "/dangling/x"));
    }

    @Test
    void aLoopIsInvalid() throws IOException {
        link("a", "b");
        link("b", "a");
        link("self", "self/deeper");

        assertTrue(reason(root + "/a").contains("40 symbolic links"), reason(root + "/a"));
        assertTrue(reason(root + "/self/x").contains("40 symbolic links"));
    }

    @Test
    void asManyLinksAsTheKernelFollowsAreFollowed() throws IOException {
        link("l1", "repo");
        for (int i = 2; i <= FileSystemPaths.MAX_LINKS + 1; i++) {
            link("l" + i, "l" + (i - 1));
        }

        assertEquals(root + "/repo", canonical(root + "/l" + FileSystemPaths.MAX_LINKS));
        reason(root + "/l" + (FileSystemPaths.MAX_LINKS + 1));
    }

    @Test
    void hostileTargetsAreInvalidWithTheReason() {
        assertEquals("is not absolute; begin it with /", reason("repo"));
        assertEquals("is empty; give an absolute path", reason(""));
        assertEquals("has the control character U+0000 at index 2; leave it out", reason("/a\0b"));
        assertEquals("has the control character U+001B at index 1; leave it out", reason("/\u001b[2J/.."));
        assertEquals("has the unpaired surrogate U+D800 at index 2; leave it out", reason("/a\ud800"));
        assertEquals("has the line separator U+2028 at index 1; leave it out", reason("/\u2028"));
        assertTrue(reason("/" + "x".repeat(5000)).contains("5001 bytes"), reason("/" + "x".repeat(5000)));
        assertTrue(reason("/" + "x".repeat(300)).contains("255"), reason("/" + "x".repeat(300)));
    }

    @Test
    void aLinkMayLeadToWhatNoRuleCanBeAbout() throws IOException {
        Files.createDirectory(root.resolve("tab\there"));
        link("tabbed", "tab\there");

        String reason = reason(root + "/tabbed");

        assertTrue(reason.startsWith("leads to \"" + root + "/tab\\u0009here\", which has the control"), reason);
    }

    /** Shown as text, such a name has a sign of replacement in it, by which another file may go. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aLinkMayLeadToANameThatIsNoText() throws Exception {
        String make = "ln -s \"$(printf 'odd\\377')\" \"$1\"/odd";
        assertEquals(
                0,
                new ProcessBuilder("sh", "-c", make, "sh", root.toString())
                        .start()
                        .waitFor());

        String reason = reason(root + "/odd/below");

        assertTrue(reason.contains(": it has a name whose bytes are not text in the encoding of this JVM; "), reason);
    }

    @Test
    void whoMayNotEnterIsSaidInWords() {
        Path closed = root.resolve("other");

        String reason = reason(
                closedTo(closed::equals, path -> path.startsWith(closed) && !path.equals(closed)), closed + "/a/b");

        assertTrue(
                reason.matches("cannot be resolved: this process runs as user \\w+, who may not enter \"" + closed
                        + "\"; run it as one who may, or let this user do so"),
                reason);
    }

    @Test
    void whoMayNotReadIsSaidInWords() throws IOException {
        Path unread = root.resolve("repo");
        Files.createFile(unread.resolve("Name"));
        Files.createFile(unread.resolve("nAME"));

        String reason = reason(closedTo(unread::equals, path -> false), unread + "/Name");

        assertTrue(reason.contains(", who may not read \"" + unread + "\"; run it as one who may"), reason);
    }

    /** What is mounted by such a name was taken for mounted by the name that is shown for it. */
    @Test
    void aPlaceWhoseOldestNameIsNoTextIsInvalid() {
        String mounts = "20 1 8:1 / / rw - vfat /dev/sda1 rw\n"
                + "21 20 8:2 / /m\u00ff rw - vfat /dev/sdb1 rw\n"
                + "22 20 8:2 / " + root + "/repo rw - vfat /dev/sdb1 rw";
        MountTable table = new MountTable(Mount.parse(mounts, StandardCharsets.UTF_8), type -> true);
        FileSystemPaths paths = new FileSystemPaths(Disk.SYSTEM, () -> table, type -> true);

        String reason = reason(paths, root + "/repo/src");

        assertTrue(
                reason.contains("/repo/src\": by a mount it is the same as one that has a name whose bytes"), reason);
    }

    private static FileSystemPaths closedTo(Predicate<Path> listed, Predicate<Path> entered) {
        Disk disk = new Disk() {

            private void check(Predicate<Path> closed, Path path) throws IOException {
                if (closed.test(path)) {
                    throw new AccessDeniedException(path.toString());
                }
            }

            @Override
            public @Nullable BasicFileAttributes attributes(Path path) throws IOException {
                check(entered, path);
                return Disk.SYSTEM.attributes(path);
            }

            @Override
            public boolean exists(Path path) {
                return !entered.test(path) && Disk.SYSTEM.exists(path);
            }

            @Override
            public Path real(Path path) throws IOException {
                check(entered, path);
                return Disk.SYSTEM.real(path);
            }

            @Override
            public Path readLink(Path link) throws IOException {
                check(entered, link);
                return Disk.SYSTEM.readLink(link);
            }

            @Override
            public DirectoryStream<Path> list(Path folder) throws IOException {
                check(listed, folder);
                return Disk.SYSTEM.list(folder);
            }
        };
        return new FileSystemPaths(disk, () -> MountTable.NONE, type -> false);
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(name), Path.of(target));
    }

    private static String canonical(String text) {
        Resolution resolution = FileSystemPaths.ofSystem().resolve(text);
        return assertInstanceOf(Resolution.Canonical.class, resolution, resolution::toString)
                .path()
                .value();
    }

    private static String reason(String text) {
        return reason(FileSystemPaths.ofSystem(), text);
    }

    private static String reason(FileSystemPaths paths, String text) {
        return assertInstanceOf(Resolution.Invalid.class, paths.resolve(text)).reason();
    }
}
