package dev.podregistry.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a directory is that is shown at several places, told from lists of mounts as the kernel writes them. */
final class MountTableTest {

    private static final String ROOT = "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n";

    private static MountTable table(String... lines) {
        return table(List.of(lines));
    }

    private static MountTable table(List<String> lines) {
        return new MountTable(
                Mount.parse(ROOT + String.join("\n", lines), StandardCharsets.UTF_8), type -> !type.equals("vfat"));
    }

    private static String mount(int id, int parent, String device, String root, String point) {
        return id + " " + parent + " " + device + " " + root + " " + point
                + " rw,relatime shared:7 master:1 - ext4 /dev/x rw";
    }

    private static String canonical(MountTable mounts, String path) {
        return Mount.path(mounts.canonical(Mount.names(path)));
    }

    private static String objection(MountTable mounts, String path) {
        String objection = mounts.objection(Mount.names(path), true, there -> false);
        assertTrue(objection != null, path);
        return objection;
    }

    private static void assertNoObjection(MountTable mounts, String path) {
        assertNull(mounts.objection(Mount.names(path), true, there -> false), path);
    }

    @Test
    void whatIsShownOnceStaysAsItIs() {
        MountTable mounts = table(mount(21, 20, "0:5", "/", "/tmp"), mount(22, 20, "8:2", "/", "/home"));
        for (String path : List.of("/", "/tmp", "/tmp/x", "/home/a/b", "/homely")) {
            assertEquals(path, canonical(mounts, path));
            assertNoObjection(mounts, path);
        }
        assertEquals("/x", canonical(MountTable.NONE, "/x"));
    }

    @Test
    void aBindMountIsWhereItCameFrom() {
        MountTable mounts =
                table(mount(21, 20, "8:1", "/repo", "/mnt/w"), mount(22, 20, "8:1", "/repo/file", "/etc/f"));
        assertEquals("/repo", canonical(mounts, "/mnt/w"));
        assertEquals("/repo/src/a", canonical(mounts, "/mnt/w/src/a"));
        assertEquals("/repo/file", canonical(mounts, "/etc/f"));
        assertEquals("/mnt/wide", canonical(mounts, "/mnt/wide"));
        assertEquals("/repo/src", canonical(mounts, "/repo/src"));
    }

    @Test
    void aBindMountOfABindMountIsTheSame() {
        MountTable mounts = table(mount(21, 20, "8:1", "/repo", "/w"), mount(22, 20, "8:1", "/repo/src", "/x"));
        assertEquals("/repo/src/a", canonical(mounts, "/x/a"));
    }

    /** Its source may be out of sight: no longer mounted, or never at all in this namespace. */
    @Test
    void withoutTheSourceTheOldestPlaceCounts() {
        MountTable mounts = table(
                mount(21, 20, "0:9", "/x", "/m1"),
                mount(22, 20, "0:9", "/x", "/m2"),
                mount(23, 20, "0:9", "/x/deep", "/m0"));
        assertEquals("/m1/f", canonical(mounts, "/m2/f"));
        assertEquals("/m1/f", canonical(mounts, "/m1/f"));
        assertEquals("/m1/deep/f", canonical(mounts, "/m0/f"));
    }

    /** Were it the mount that shows most, the same path would be granted a second time once all of the disk is mounted. */
    @Test
    void aLaterMountChangesNothing() {
        String subvolume = mount(21, 20, "0:30", "/@home", "/home");
        MountTable later = table(subvolume, mount(22, 20, "0:30", "/", "/mnt/top"));
        assertEquals("/home/u", canonical(table(subvolume), "/home/u"));
        assertEquals("/home/u", canonical(later, "/home/u"));
        assertEquals("/home/u", canonical(later, "/mnt/top/@home/u"));
        assertEquals("/mnt/top/@var", canonical(later, "/mnt/top/@var"));
    }

    /** It has the mounts in the order of their tree: two pods held one directory, each by the oldest mount that its list began with. */
    @Test
    void aCopiedNamespaceHasTheSamePlaces() {
        MountTable original = table(
                mount(21, 20, "0:41", "/", "/q"),
                mount(22, 20, "0:42", "/", "/s"),
                mount(23, 21, "0:42", "/data", "/q/v"));
        MountTable copy = table(
                mount(51, 20, "0:41", "/", "/q"),
                mount(52, 51, "0:42", "/data", "/q/v"),
                mount(53, 20, "0:42", "/", "/s"));
        for (MountTable mounts : List.of(original, copy)) {
            assertEquals("/s/data/n", canonical(mounts, "/q/v/n"));
            assertEquals("/s/data/n", canonical(mounts, "/s/data/n"));
        }
    }

    @Test
    void aLaterMountChangesNothingWhereTheTreeDoesNotTellItsAge() {
        MountTable mounts = table(
                mount(21, 20, "0:41", "/", "/run"),
                mount(22, 20, "0:42", "/", "/var"),
                mount(23, 20, "0:43", "/", "/home"),
                mount(24, 22, "0:44", "/", "/var/lib"),
                mount(25, 21, "0:43", "/", "/run/h"),
                mount(26, 20, "0:44", "/repo", "/srv"));
        assertEquals("/home/u", canonical(mounts, "/run/h/u"), "all of a mount, on more mounts");
        assertEquals("/home/u", canonical(mounts, "/home/u"));
        assertEquals("/var/lib/repo/f", canonical(mounts, "/srv/f"), "a part, on fewer");
        assertEquals("/var/lib/repo/f", canonical(mounts, "/var/lib/repo/f"));
    }

    /** As programs do that make snapshots. */
    @Test
    void allOfBtrfsMountedLaterChangesNothing() {
        MountTable mounts = table(
                mount(21, 20, "0:41", "/", "/run"),
                "22 20 0:30 /@home /home rw - btrfs /dev/sdb rw",
                "23 21 0:30 / /run/backup rw - btrfs /dev/sdb rw");
        assertEquals("/home/u", canonical(mounts, "/home/u"));
        assertEquals("/home/u", canonical(mounts, "/run/backup/@home/u"));
        assertEquals("/run/backup/@var", canonical(mounts, "/run/backup/@var"));
    }

    /** The copy of a namespace cannot know better, and all have to say the same. */
    @Test
    void onFewerMountsALaterOneOfTheSameIsTakenForTheOlder() {
        MountTable mounts = table(
                mount(21, 20, "0:42", "/", "/var"),
                mount(22, 21, "0:44", "/", "/var/lib"),
                mount(23, 20, "0:44", "/", "/srv"));
        assertEquals("/srv/f", canonical(mounts, "/var/lib/f"));
    }

    @Test
    void whatIsHiddenIsNoPlace() {
        MountTable mounts = table(
                mount(21, 20, "8:1", "/repo/x", "/w"),
                mount(22, 20, "0:40", "/", "/repo/x"),
                mount(23, 20, "0:41", "/", "/w2"),
                mount(24, 23, "8:1", "/repo/y", "/w2"));
        assertEquals("/w/f", canonical(mounts, "/w/f"), "a tmpfs hides where it came from");
        assertEquals("/repo/x/f", canonical(mounts, "/repo/x/f"));
        assertEquals("/repo/y/f", canonical(mounts, "/w2/f"), "of several at one place the last counts");
    }

    @Test
    void aMountBelowAHiddenOneIsHiddenToo() {
        MountTable mounts = table(
                mount(21, 20, "0:40", "/", "/a"),
                mount(22, 21, "0:50", "/", "/a/b"),
                mount(23, 21, "0:60", "/", "/a"),
                mount(24, 20, "0:50", "/", "/c"));
        assertEquals("/c/f", canonical(mounts, "/c/f"));
        assertEquals("/a/b/f", canonical(mounts, "/a/b/f"));
    }

    /** Whoever asks for a directory takes all to be covered that is seen below it. */
    @Test
    void aTargetThatHasTheSameElsewhereBelowItIsRefused() {
        MountTable mounts = table(mount(21, 20, "8:1", "/repo", "/srv/w"));
        assertEquals(
                "has \"/srv/w\" below it, which by a mount is the same as \"/repo\" and would not be covered; deny that one in"
                        + " the same command, or allow it by a rule of its own, or name directories that do not contain it",
                objection(mounts, "/srv"));
        assertNoObjection(mounts, "/");
        assertNoObjection(mounts, "/repo");
        assertNoObjection(mounts, "/srv/w");
        assertNoObjection(mounts, "/srv/w/src");
        assertNoObjection(mounts, "/srv/other");
    }

    /** It was told that a path is the same as itself. */
    @Test
    void whatIsSeenOnlyBelowTheSecondPlaceIsToldAsThat() {
        MountTable mounts = table(mount(21, 20, "8:1", "/src", "/bb/w"), mount(22, 20, "8:1", "/bb", "/chain1"));
        String objection = objection(mounts, "/chain1");
        assertTrue(
                objection.startsWith(
                        "is by a mount the same as \"/bb\", but \"/chain1/w\" below it is not seen there and"
                                + " would not be covered; deny that one"),
                objection);
    }

    @Test
    void aNameThatIsNoTextIsNotThatByWhichItIsShown() {
        MountTable mounts = table(
                mount(21, 20, "8:1", "/repo", "/m\u00ff"),
                mount(22, 20, "8:1", "/m\u00fe", "/n"),
                mount(23, 20, "8:2", "/m\u00fe", "/p1"),
                mount(24, 20, "8:2", "/m\u00fe", "/p2"));
        assertEquals("/m\ufffd/x", canonical(mounts, "/m\ufffd/x"));
        assertFalse(mounts.isMountPoint(List.of("m\ufffd")));
        assertTrue(mounts.canonical(List.of("n", "x")).contains(Mount.NO_TEXT));
        assertEquals("/p1/x", canonical(mounts, "/p2/x"));
    }

    @Test
    void whatTheCommandSaysOfThatPlaceDoes() {
        MountTable mounts = table(mount(21, 20, "8:1", "/repo", "/srv/w"), mount(22, 20, "8:1", "/else", "/srv/v"));
        List<List<String>> asked = new ArrayList<>();
        assertNull(mounts.objection(List.of("srv"), true, asked::add));
        assertEquals(List.of(List.of("repo"), List.of("else")), asked);
        String left = mounts.objection(List.of("srv"), true, List.of("repo")::equals);
        assertTrue(left != null && left.contains("\"/else\""), left);
    }

    @Test
    void aMountWithinABindMountIsRefusedToo() {
        MountTable mounts = table(mount(21, 20, "8:1", "/repo", "/w"), mount(22, 21, "0:7", "/", "/w/cache"));
        assertTrue(objection(mounts, "/w").contains("\"/w/cache\""));
        assertNoObjection(mounts, "/w/cache");
        assertNoObjection(mounts, "/w/src");
        assertNoObjection(mounts, "/repo");
    }

    @Test
    void soIsAMountThatHidesWhereTheBindMountCameFrom() {
        MountTable mounts = table(mount(21, 20, "8:1", "/repo", "/w"), mount(22, 20, "0:7", "/", "/repo/cache"));
        assertTrue(objection(mounts, "/w").contains("\"/w/cache\""));
        assertNoObjection(mounts, "/w/src");
        assertNoObjection(mounts, "/repo");
    }

    @Test
    void soIsAnOlderMountOfAPart() {
        MountTable mounts = table(mount(21, 20, "0:9", "/x/deep", "/m0"), mount(22, 20, "0:9", "/x", "/m1"));
        assertEquals("/m0/f", canonical(mounts, "/m1/deep/f"));
        assertTrue(objection(mounts, "/m1").contains("\"/m1/deep\""));
        assertNoObjection(mounts, "/m1/else");
    }

    @Test
    void directChildrenAreAllThatAShallowRuleCovers() {
        MountTable mounts =
                table(mount(21, 20, "8:1", "/srv/deep/x", "/srv/w"), mount(22, 20, "8:1", "/repo", "/a/b/c"));
        assertNoObjection(mounts, "/srv");
        assertTrue(mounts.objection(List.of("srv"), false, there -> false) != null, "deep/x is no direct child");
        assertTrue(mounts.objection(List.of("a"), true, there -> false) != null);
        assertNull(mounts.objection(List.of("a"), false, there -> false));
    }

    /** A mount that spread from one place to the other, as they do where mounts are shared. */
    @Test
    void aMountAtBothPlacesIsCoveredAtBoth() {
        MountTable mounts = table(
                mount(21, 20, "8:1", "/repo", "/w"),
                mount(22, 20, "0:7", "/", "/repo/cache"),
                mount(23, 21, "0:7", "/", "/w/cache"));
        assertEquals("/repo/cache/f", canonical(mounts, "/w/cache/f"));
        assertNoObjection(mounts, "/w");
        assertNoObjection(mounts, "/repo");
    }

    @Test
    void namesMayHaveSpacesAndBackslashes() {
        MountTable mounts = table(mount(21, 20, "8:1", "/my\\040repo\\134", "/mnt/\\303\\244\\040w"));
        assertEquals("/my repo\\/f", canonical(mounts, "/mnt/\u00e4 w/f"));
    }

    @Test
    void aNamespaceAndARemovedFolderAreNoPlaces() {
        MountTable mounts = table(
                mount(21, 20, "0:4", "net:[4026532000]", "/run/netns/a"),
                mount(22, 20, "0:4", "net:[4026532000]", "/run/netns/b"),
                mount(23, 20, "8:1", "/gone//deleted", "/d"));
        assertEquals("/d/f", canonical(mounts, "/d/f"));
        assertEquals("/run/netns/b", canonical(mounts, "/run/netns/b"));
        assertNoObjection(mounts, "/d");
    }

    /** In a changed root that is no mount, the list begins further down. */
    @Test
    void theRootMayBeOutOfSight() {
        MountTable mounts = new MountTable(
                Mount.parse(
                        mount(31, 20, "0:9", "/x", "/m1") + "\n" + mount(32, 20, "0:9", "/x", "/m2"),
                        StandardCharsets.UTF_8),
                type -> true);
        assertEquals("/m1/f", canonical(mounts, "/m2/f"));
        assertEquals("/else", canonical(mounts, "/else"));
        assertNull(mounts.typeAt(List.of("else")));
        assertEquals("ext4", mounts.typeAt(List.of("m2")));
    }

    @Test
    void placesInAFolderThatIgnoresCaseAreFoundByAnySpelling() {
        String vfat = "21 20 7:0 / /M rw - vfat /dev/loop0 rw";
        MountTable mounts =
                table(vfat, mount(22, 21, "8:1", "/repo", "/M/Mnt"), "23 20 7:0 /Dir /d rw - vfat /dev/loop0 rw");
        assertEquals("/repo/F", canonical(mounts, "/M/mNT/F"));
        assertTrue(mounts.isMountPoint(List.of("M", "MNT")));
        assertFalse(mounts.isMountPoint(List.of("m")));
        assertEquals("/M/Dir/f", canonical(mounts, "/d/f"));
        assertTrue(objection(mounts, "/M").contains("\"/repo\""));
    }

    @Test
    void linesThatAreNoMountsArePassedOver() {
        assertEquals("/x", canonical(table("garbage", "1 2 3", "1 2 3 4 5 6 - "), "/x"));
    }
}
