package dev.podregistry.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How {@code /proc} is mounted: whether it shows this process all others, and whether what it says is its own.
 *
 * <p>With the mount option {@code hidepid} a live process of another user looks as if there were none.
 */
final class ProcMount {

    /** The user namespace that the kernel begins with, which has this number on every machine. */
    private static final String INITIAL_USER = "user:[4026531837]";

    private static final List<String> EVERYBODY = List.of("0", "off", "1", "noaccess");
    private static final List<String> GROUP = List.of("2", "invisible");

    private final Path proc;
    private final ProcFile mounts;
    private final @Nullable Mount found;

    /**
     * Looks at a mount.
     *
     * @param proc where it is
     */
    ProcMount(Path proc) {
        this.proc = proc;
        this.mounts = new ProcFile(proc.resolve("self/mountinfo"));
        this.found = mount();
    }

    /**
     * A mount, as a line of {@code mountinfo} tells of it.
     *
     * @param id its number
     * @param above the number of the mount it is on
     * @param root what of its file system is mounted
     * @param place where
     * @param type the type of its file system
     * @param options the options of its file system
     */
    private record Mount(String id, String above, String root, String place, String type, List<String> options) {

        static Mount of(String line) {
            List<String> fields = List.of(line.split(" ", -1));
            int separator = fields.indexOf("-");
            return new Mount(
                    fields.get(0),
                    fields.get(1),
                    fields.get(3),
                    fields.get(4),
                    fields.get(separator + 1),
                    List.of(fields.get(separator + 3).split(",", -1)));
        }

        boolean isSameAs(Mount other) {
            return id.equals(other.id) && root.equals(other.root) && type.equals(other.type);
        }

        String option(String name, String otherwise) {
            return options.stream()
                    .filter(option -> option.startsWith(name + "="))
                    .map(option -> option.substring(name.length() + 1))
                    .findFirst()
                    .orElse(otherwise);
        }
    }

    /** {@return whether it is certain that a process that is not shown does not exist} */
    boolean showsEverybody() {
        return blindness() == null;
    }

    /** {@return why a process that is not shown may exist all the same, or null when it does not} */
    @Nullable
    String blindness() {
        Mount now = mount();
        String strange = strangeness(now);
        if (now == null || strange != null) {
            return strange;
        }
        String hidepid = now.option("hidepid", "0");
        return showsEverybody(hidepid, now.option("gid", "0"))
                ? null
                : "/proc may hide processes of other users (hidepid=" + hidepid + ")";
    }

    /** {@return why what is said of a process may be said by something else than proc, or null when it may not} */
    @Nullable
    String disbelief(long pid) {
        String strange = strangeness(mount());
        return strange == null && covers(pid) ? "something is mounted over what /proc tells of it" : strange;
    }

    /** {@return whether something is mounted over a file of a process that is read, or over all of them} */
    boolean covers(long pid) {
        return found != null && !(shows(pid + "/stat") && shows(pid + "/status"));
    }

    /** {@return why that may not be the proc file system that was found, or null when it is} */
    private @Nullable String strangeness(@Nullable Mount now) {
        if (now == null || found == null) {
            return "nothing tells how /proc is mounted";
        }
        if (!now.type.equals("proc") || !now.root.equals("/")) {
            return "what is mounted at /proc is not all of a proc file system";
        }
        if (!now.isSameAs(found)) {
            return "/proc was mounted anew while this process ran";
        }
        return null;
    }

    private boolean showsEverybody(String hidepid, String group) {
        try {
            // Not by CAP_SYS_PTRACE: in a sandbox, as of Landlock, whoever has it may trace only some, and sees only
            // those.
            return EVERYBODY.contains(hidepid) || (GROUP.contains(hidepid) && isMember(group));
        } catch (IOException | RuntimeException e) {
            // A process that cannot learn its own groups; nothing is certain then.
            return false;
        }
    }

    /** {@return whether a file of proc, and no other put over it, is at its place there} */
    boolean shows(String file) {
        try {
            Path path = proc.resolve(file);
            return found != null
                    && mounts().filter(mount -> path.startsWith(mount.place) && !proc.startsWith(mount.place))
                            .allMatch(this::isPartOfProc);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** As containers have it: a folder of proc, bound to its own place to make it read-only. */
    private boolean isPartOfProc(Mount mount) {
        return mount.type.equals("proc") && mount.place.equals(proc + mount.root);
    }

    /** {@return the mount at the place that is on top, or null when it cannot be told} */
    private @Nullable Mount mount() {
        try {
            List<Mount> here = mounts().filter(mount -> mount.place.equals(proc.toString()))
                    .toList();
            return here.stream()
                    .filter(one -> here.stream().noneMatch(other -> other.above.equals(one.id)))
                    .reduce((first, second) -> second)
                    .orElse(null);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private Stream<Mount> mounts() throws IOException {
        return mounts.read().lines().map(Mount::of);
    }

    private boolean isMember(String group) throws IOException {
        Stream<String> groups = Stream.concat(
                status("Groups:").stream(), status("Gid:").stream().skip(3));
        return isOutermostUserNamespace() && groups.anyMatch(group::equals);
    }

    /** By its name, as the maps of another may look the same. Elsewhere a group may be shown by the number of another. */
    private boolean isOutermostUserNamespace() throws IOException {
        return Files.readSymbolicLink(proc.resolve("self/ns/user")).toString().equals(INITIAL_USER);
    }

    private List<String> status(String field) throws IOException {
        return ProcFile.words(ProcFile.read(proc.resolve("self/status")), field);
    }
}
