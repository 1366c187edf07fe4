package dev.podregistry.cli.doctor;

import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Times;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Disk;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Lock;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Place;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Synced;
import dev.podregistry.log.chronicle.doctor.LogDoctor;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.log.place.FileFacts;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.log.place.ShellWord;
import dev.podregistry.log.place.Trust;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Looks at the directory, at the disk below it, and at who has the right to append. */
final class PlaceExam {

    private static final int OTHERS = 077;
    private static final int READ = 044;
    private static final int WRITE = 022;

    private static final String PRIVATE = "rwx------";
    private static final List<Path> PUBLIC = List.of(Path.of("/tmp"), Path.of("/var/tmp"), Path.of("/dev/shm"));
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SLOW = Duration.ofSeconds(1);

    private final LogDoctor doctor;
    private final InstantSource clock;
    private final Times times;

    PlaceExam(LogDoctor doctor, InstantSource clock, Times times) {
        this.times = times;
        this.doctor = doctor;
        this.clock = clock;
    }

    List<Finding> directory() throws IOException {
        Place is = doctor.place();
        return List.of(judge(is)
                .with("path", is.path().toString())
                .with("kind", is.kind().name())
                .with("owner", is.owner())
                .with("permissions", is.permissions())
                .with("writable", is.writable())
                .with("refusal", is.refusal())
                .with("files", is.files())
                .with("unusualPermissions", names(is, is.open()))
                .with("foreign", names(is, is.foreign()))
                .with("closed", names(is, is.closed()))
                .with("frozen", names(is, is.frozen())));
    }

    private static List<String> names(Place is, List<Path> files) {
        return files.stream().map(file -> is.path().relativize(file).toString()).toList();
    }

    private static Finding judge(Place is) {
        String path = Printable.text(is.path().toString());
        return switch (is.kind()) {
            case MISSING ->
                Finding.warn(
                        "directory",
                        path + " is not there" + (is.writable() ? "" : ", and this user may not make it"),
                        is.writable() ? null : "make it for the user that the pods run as, with mode 0700");
            case OTHER ->
                Finding.fail(
                        "directory",
                        ExitCode.NO_LOG,
                        path + " is not a directory",
                        "give a registry a directory for itself");
            case DIRECTORY -> is.refusal() == null ? judge(is, path, defects(is)) : refused(is, is.refusal());
        };
    }

    private static Finding judge(Place is, String path, List<String> defects) {
        String owner = is.owner() == null ? "" : ", of " + Printable.text(is.owner());
        String text = path + owner + ", " + mode(is.permissions());
        return defects.isEmpty()
                ? Finding.ok("directory", text + "; " + is.files() + " files and folders, all of them private")
                : Finding.warn("directory", text + "; " + String.join("; ", defects), advice(is));
    }

    private static Finding refused(Place is, String refusal) {
        boolean ofRights = refusal.contains("run: ch");
        return Finding.fail(
                "directory",
                "opening it for writing is refused: " + Printable.line(refusal),
                ofRights ? advice(is) : "find out who put it there, and take it away");
    }

    private static List<String> defects(Place is) {
        List<String> defects = new ArrayList<>();
        if (is.permissions() != null && !is.permissions().equals(PRIVATE)) {
            defects.add("not 0700");
        }
        if (!is.open().isEmpty()) {
            defects.add(some(is, is.open()) + " not 0600 (folders 0700)");
        }
        if (!is.foreign().isEmpty()) {
            defects.add(some(is, is.foreign()) + " not of the same owner");
        }
        if (!is.closed().isEmpty()) {
            defects.add(some(is, is.closed()) + " closed to this user");
        }
        if (!is.frozen().isEmpty()) {
            defects.add(some(is, is.frozen()) + " immutable or append-only, so that nobody can write there");
        } else if (!is.writable()) {
            defects.add("this user may not write there");
        }
        if (isBelow(is.path(), PUBLIC)) {
            defects.add("in a directory where anybody makes files, and where what is old may be removed");
        }
        return defects;
    }

    private static boolean isBelow(Path path, List<Path> places) {
        return places.stream().anyMatch(path::startsWith);
    }

    private static String some(Place is, List<Path> files) {
        String name = names(is, files).get(0);
        String first = name.isEmpty() ? "it" : Printable.text(name);
        return first + (files.size() == 1 ? " is" : " and " + (files.size() - 1) + " more are");
    }

    private static @Nullable String advice(Place is) {
        boolean open = !is.open().isEmpty()
                || (is.permissions() != null && !is.permissions().equals(PRIVATE));
        if (!is.frozen().isEmpty()) {
            return "find out who wants it so; to let the registry be written again, as root: chattr -R -ia "
                    + Trust.shell(is.path());
        }
        if (!is.foreign().isEmpty() && is.owner() != null) {
            return "chown -R " + ShellWord.of(is.owner()) + " " + Trust.shell(is.path());
        }
        if (open) {
            return others(is) + ": chmod -R u=rwX,go= " + Trust.shell(is.path());
        }
        if (is.writable() && is.closed().isEmpty() && isBelow(is.path(), PUBLIC)) {
            return "move it to a place of its own, such as /var/lib/pods";
        }
        return "run the pods as " + (is.owner() == null ? "its owner" : Printable.text(is.owner()));
    }

    /** {@return what others can do there} */
    private static String others(Place is) {
        int folder = toOthers(is.path());
        int files = 0;
        int all = folder;
        for (Path path : is.open()) {
            all |= toOthers(path);
            files |= Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? 0 : toOthers(path);
        }
        if ((all & WRITE) != 0) {
            return "whoever can write there can grant anything";
        }
        if (all == 0) {
            return "its owner needs other rights, and nobody else has any";
        }
        if (folder == 0) {
            return "nothing but the directory itself keeps others from reading it";
        }
        if ((files & READ) != 0) {
            return "others can read the events there, but not write";
        }
        return "others can " + ((folder & READ) == 0 ? "look in" : "read the names there")
                + ", but can neither read the events nor write";
    }

    /** {@return the bits of a mode that are for others than the owner, all where nobody may look} */
    private static int toOthers(Path path) {
        try {
            FileFacts facts = FileFacts.of(path);
            return facts == null ? 0 : facts.permissions() & OTHERS;
        } catch (IOException e) {
            return OTHERS;
        }
    }

    private static String mode(@Nullable String permissions) {
        if (permissions == null) {
            return "without permissions";
        }
        int bits = 0;
        for (int k = 0; k < permissions.length(); k++) {
            bits = (bits << 1) | (permissions.charAt(k) == '-' ? 0 : 1);
        }
        return String.format(Locale.ROOT, "0%03o", bits);
    }

    List<Finding> disk() throws IOException {
        Disk is = doctor.disk();
        return List.of(judge(is)
                .with("type", is.type())
                .with(
                        "mountPoint",
                        is.mountPoint() == null ? null : is.mountPoint().toString())
                .with("readOnly", is.readOnly())
                .with("network", is.network())
                .with("known", is.known())
                .with("free", is.free())
                .with("needed", is.needed()));
    }

    static Finding judge(Disk is) {
        String mount = is.mountPoint() == null
                ? ""
                : " at " + Printable.text(is.mountPoint().toString());
        String text = Printable.text(is.type()) + mount + ", " + Printable.bytes(is.free()) + " free";
        if (is.network()) {
            return Finding.fail(
                    "disk",
                    text + "; a network file system, where locks and mapped memory do not work between hosts",
                    "put the registry on a local disk");
        }
        if (!is.known()) {
            return Finding.warn(
                    "disk",
                    text + "; not known to share locks and mapped memory among all who open a file, so that opening for"
                            + " writing takes acceptFileSystem or --accept-file-system",
                    "put the registry on a local disk (ext4, xfs, btrfs, …); where it stays, see to it that all reach it"
                            + " by this mount");
        }
        if (is.readOnly()) {
            return Finding.fail(
                    "disk",
                    text + "; mounted read-only",
                    "find out why (dmesg: a failing disk is made read-only), then mount it for writing");
        }
        if (is.free() < is.needed()) {
            return Finding.fail(
                    "disk",
                    text + ", and an append needs " + Printable.bytes(is.needed()),
                    "make room; until then every command is refused and nothing is lost");
        }
        if (is.free() < is.needed() + SnapshotFiles.LEFT_TO_THE_LOG) {
            return Finding.warn(
                    "disk",
                    text + ", too little for snapshots, which leave " + Printable.bytes(SnapshotFiles.LEFT_TO_THE_LOG)
                            + " to the log",
                    "make room; until then opening takes longer and longer");
        }
        return is.inMemory()
                ? Finding.warn("disk", text + "; in memory, so that it ends with the machine", "put it on a disk")
                : Finding.ok(
                        "disk",
                        text + (isView(is) ? "; whoever opens the registry has to do so by this mount of it" : ""));
    }

    /** Another overlay of the same directories shows other files, once one of them is written to. */
    private static boolean isView(Disk is) {
        return is.type().equals("overlay");
    }

    List<Finding> durability() {
        try {
            Synced is = doctor.sync();
            long millis = is.took().toMillis();
            return List.of(judge(is)
                    .with("synced", is.files().stream().map(Path::toString).toList())
                    .with("millis", millis));
        } catch (FileNotFoundException | AccessDeniedException e) {
            return List.of(Finding.warn(
                    "durability",
                    "SYNC is fsync through the JDK; not tried, as this user may not read: " + e.getMessage(),
                    "run doctor as the user that the pods run as"));
        } catch (IOException e) {
            return List.of(Finding.fail(
                    "durability",
                    "SYNC is fsync through the JDK, and the disk refuses it: " + Reasons.of(e),
                    "look at the disk (dmesg); until it syncs again, no answer under SYNC can be given"));
        }
    }

    private static Finding judge(Synced is) {
        String what = is.files().isEmpty()
                ? "not tried, for want of a directory"
                : "tried on " + Printable.text(String.valueOf(is.files().get(0).getFileName()))
                        + (is.files().size() == 1 ? "" : " and the names above it") + " without a change: "
                        + Printable.duration(is.took());
        String text = "SYNC is fsync through the JDK, with no native library; " + what;
        return is.took().compareTo(SLOW) < 0
                ? Finding.ok("durability", text)
                : Finding.warn(
                        "durability",
                        text + ", and every command under SYNC waits about as long",
                        "find out what else writes to this disk");
    }

    List<Finding> lock() throws IOException {
        if (doctor.place().kind() != Place.Kind.DIRECTORY) {
            return List.of();
        }
        Lock is = doctor.lock();
        return List.of(judge(is)
                .with("held", is.held().name())
                .with("pid", is.pid())
                .with("since", is.since() == null ? null : is.since().toString())
                .with("stopped", is.stopped()));
    }

    private Finding judge(Lock is) {
        Duration age = is.since() == null ? null : Duration.between(is.since(), clock.instant());
        Duration held = age == null || age.isNegative() ? null : age;
        String pid = is.pid() == null ? "a process that the kernel does not name" : "pid " + is.pid();
        String signed = is.pid() == null || is.since() == null
                ? "nobody has signed it"
                : "the last to have it was " + pid + ", from " + times.shown(is.since());
        return switch (is.held()) {
            case FREE -> Finding.ok("lock", "free, as far as this pid namespace shows; " + signed);
            case UNKNOWN ->
                Finding.warn("lock", "the system does not tell who has it; " + signed, "ask lsof or fuser, if any");
            case HELD ->
                held(
                        is,
                        "held by " + pid
                                + (is.shared() ? " with a shared lock, which no process of a registry takes" : "")
                                + (held == null ? ", not known for how long" : " for " + Printable.duration(held)),
                        held);
        };
    }

    private static Finding held(Lock is, String text, @Nullable Duration held) {
        if (is.stopped()) {
            return Finding.fail(
                    "lock",
                    text + ", and that process is stopped",
                    "kill -CONT " + is.pid() + "; all others wait for it");
        }
        if (is.shared() || is.pid() == null) {
            return Finding.warn(
                    "lock",
                    text + "; nobody can append",
                    "end what has locked the file that is named lock: find it with lsof or fuser");
        }
        return held != null && held.compareTo(PATIENCE) > 0
                ? Finding.warn(
                        "lock",
                        text + "; others wait " + PATIENCE.toSeconds() + " s and give up",
                        "look what pid " + is.pid() + " does (jstack " + is.pid()
                                + "); if it dies, the lock is free at once")
                : Finding.ok("lock", text);
    }
}
