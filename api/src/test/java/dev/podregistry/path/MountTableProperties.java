package dev.podregistry.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whoever sees the same mounts takes a directory to be at the same place, in whatever order the mounts are listed. */
final class MountTableProperties {

    private static final List<String> FOLDERS = List.of("a", "b");

    /** The mounts of a namespace as they were made, and as its copy has them: numbered anew, each before what is on it. */
    private static List<Mount> copy(List<Mount> mounts) {
        List<Mount> copy = new ArrayList<>();
        add(mounts, mounts.get(0), 1, copy);
        return copy;
    }

    private static void add(List<Mount> mounts, Mount mount, int parent, List<Mount> copy) {
        int id = 100 + copy.size();
        copy.add(new Mount(id, parent, mount.device(), mount.root(), mount.point(), mount.type()));
        mounts.stream().filter(on -> on.parent() == mount.id()).forEach(on -> add(mounts, on, id, copy));
    }

    private static List<Mount> mounts(Random random) {
        List<Mount> mounts = new ArrayList<>(List.of(new Mount(0, 1000, "8:0", List.of(), List.of(), "ext4")));
        int count = random.nextInt(12);
        for (int id = 1; id <= count; id++) {
            Mount on = mounts.get(random.nextInt(id));
            List<String> root = names(random, random.nextInt(3));
            List<String> point = Mount.joined(on.point(), names(random, random.nextInt(3)));
            mounts.add(new Mount(id, on.id(), "8:" + random.nextInt(2), root, point, "ext4"));
        }
        return mounts;
    }

    private static List<String> names(Random random, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(FOLDERS.get(random.nextInt(FOLDERS.size())));
        }
        return names;
    }

    @Property
    void aCopyOfANamespaceHasEverythingAtTheSamePlace(@ForAll Random random) {
        List<Mount> mounts = mounts(random);
        MountTable original = new MountTable(mounts, type -> true);
        MountTable copied = new MountTable(copy(mounts), type -> true);
        for (int i = 0; i < 20; i++) {
            List<String> path = names(random, random.nextInt(5));
            List<String> place = original.canonical(path);
            assertEquals(place, copied.canonical(path), () -> path + " by " + mounts);
            assertEquals(place, original.canonical(place), () -> path + " by " + mounts);
        }
    }
}
