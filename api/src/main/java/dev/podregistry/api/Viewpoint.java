package dev.podregistry.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From where this process sees others: the machine, its boot, and the namespaces in which {@code /proc} counts pids and
 * start ticks for it.
 *
 * @param host the machine id, or the name of a machine without one
 * @param boot the boot id
 * @param namespaces the name of the pid namespace, with a word more for each thing that makes pids, start ticks or boot
 *     id mean something else than they do to its other processes
 * @param numbering whose pids {@code /proc} shows
 * @param doubt why nothing that is seen from here can be said to have ended, or null when it can
 */
record Viewpoint(
        String host,
        String boot,
        String namespaces,
        Numbering numbering,
        @Nullable String doubt) {

    /** The pid namespace that the kernel begins with, which has this number on every machine. */
    static final String INITIAL = "pid:[4026531836]";

    /** The time namespace that it begins with. */
    private static final String INITIAL_TIME = "time:[4026531834]";

    private static final String BOOT_ID = "sys/kernel/random/boot_id";
    private static final String OTHER_BOOT_ID = " boot:mounted";

    /**
     * {@return the view that {@code proc} gives this process}
     *
     * @param proc where proc is mounted
     * @param root where the machine id is looked for
     * @param mount how proc is mounted
     * @throws IOException when it does not show what is needed
     */
    static Viewpoint of(Path proc, Path root, ProcMount mount) throws IOException {
        Path self = proc.resolve("self");
        String boot = ProcFile.read(proc.resolve(BOOT_ID)).strip();
        String pids = Files.readSymbolicLink(self.resolve("ns/pid")).toString();
        String shift = timeShift(self);
        Numbering numbering = Numbering.of(proc);
        String namespaces = pids + shift + numbering.mark() + (mount.shows(BOOT_ID) ? "" : OTHER_BOOT_ID);
        String doubt = shift.endsWith("?")
                ? "how this process's time namespace shifts start ticks is not known"
                : numbering.doubt();
        return new Viewpoint(host(proc, root), boot, namespaces, numbering, doubt);
    }

    /** {@return what the time namespace adds to all start ticks, with its name; empty where it adds nothing} */
    private static String timeShift(Path self) throws IOException {
        String own;
        try {
            own = Files.readSymbolicLink(self.resolve("ns/time")).toString();
        } catch (NoSuchFileException e) {
            // A kernel without time namespaces.
            return "";
        }
        if (own.equals(INITIAL_TIME)) {
            return "";
        }
        // The offsets are those of children to come; a number of a namespace that has gone may be given to another.
        boolean told = own.equals(
                Files.readSymbolicLink(self.resolve("ns/time_for_children")).toString());
        List<String> offset = ProcFile.words(ProcFile.read(self.resolve("timens_offsets")), "boottime");
        return " " + own + " boottime:" + (told && offset.size() == 2 ? String.join(".", offset) : "?");
    }

    private static String host(Path proc, Path root) throws IOException {
        for (Path file : new Path[] {root.resolve("etc/machine-id"), root.resolve("var/lib/dbus/machine-id")}) {
            String id = Files.isRegularFile(file) ? ProcFile.read(file).strip() : "";
            if (!id.isEmpty() && !id.equals("uninitialized")) {
                return id;
            }
        }
        return "name:" + ProcFile.read(proc.resolve("sys/kernel/hostname")).strip();
    }

    /** {@return whether it is the kernel's first pid namespace, and nothing shifts what is seen from it} */
    boolean isInitial() {
        return namespaces.equals(INITIAL);
    }

    /** {@return whether nothing shifts what processes of these namespaces see, in whichever pid namespace they are} */
    static boolean isPlain(String namespaces) {
        return namespaces.indexOf(' ') < 0;
    }

    /** {@return whether processes of these namespaces read another boot id than the kernel's} */
    static boolean hasOtherBootId(String namespaces) {
        return namespaces.endsWith(OTHER_BOOT_ID);
    }
}
