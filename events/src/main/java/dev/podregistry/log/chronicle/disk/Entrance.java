package dev.podregistry.log.chronicle.disk;

import dev.podregistry.log.file.FoundationFiles;
import dev.podregistry.log.place.CurrentUser;
import dev.podregistry.log.place.FileFacts;
import dev.podregistry.log.place.FileFacts.Type;
import dev.podregistry.log.place.PathNames;
import dev.podregistry.log.place.ShellWord;
import dev.podregistry.log.place.Trust;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all files of a registry before any is opened, for whoever opens them follows links, waits at pipes, and
 * believes what is in them. Nothing may be mounted among them: whoever has the directory without that mount would find
 * other files.
 *
 * <p>Who writes must own the directory, or be the superuser, and nobody else may be able to write to anything in it. Who
 * only reads may be anybody who has the right to; but what is read must be a file itself.
 */
public final class Entrance {

    private static final String TABLE = "metadata.cq4t";
    private static final ProcView PROC = new ProcView(Path.of("/proc"));

    /** As many as Linux follows. */
    private static final int GREATEST_LINKS = 40;

    private Entrance() {}

    /**
     * Refuses a directory to whoever would write there.
     *
     * @param root the directory, as a real path
     */
    public static void requireOwn(Path root) throws IOException {
        String refusal = refusal(root, true);
        if (refusal != null) {
            throw refused(refusal, null);
        }
    }

    /**
     * Refuses a directory to whoever would read there.
     *
     * @param root the directory, as a real path
     */
    static void requireFiles(Path root) throws IOException {
        for (Place place : places(root)) {
            String misplaced = Trust.misplaced(place.path(), place.type());
            if (misplaced != null) {
                throw refused(misplaced, null);
            }
        }
        requireDays(root);
    }

    /** Refuses files that are named as if they were of events: Chronicle looks for the first and the last day among their names. */
    public static void requireDays(Path root) throws IOException {
        String misnamed = misnamed(root);
        if (misnamed != null) {
            throw refused(misnamed, null);
        }
    }

    private static @Nullable String misnamed(Path root) throws IOException {
        for (Path queue : List.of(root.resolve("queue"), root.resolve("rebuild").resolve("queue"))) {
            FileFacts facts = FileFacts.of(queue);
            if (facts != null && facts.type() == Type.FOLDER) {
                for (Path file : RegistryDirectory.misnamed(queue)) {
                    return file + " is named as a file of events, but after no day from 1970 to 2199, and would lead"
                            + " Chronicle astray; find out who put it there, and move it away";
                }
            }
        }
        return null;
    }

    /**
     * {@return why nobody could write to the registry in a directory, its owner included; null when its owner can, or this
     * user may not look}
     */
    public static @Nullable String refusal(Path root) throws IOException {
        try {
            return refusal(root, false);
        } catch (AccessDeniedException e) {
            return null;
        }
    }

    private static @Nullable String refusal(Path root, boolean mustBeMine) throws IOException {
        FileFacts facts = Objects.requireNonNull(FileFacts.of(root));
        if (facts.type() != Type.FOLDER) {
            return root + " is not a directory; a registry needs one for itself";
        }
        if (mustBeMine
                && CurrentUser.number().filter(user -> !mayOwn(user, facts)).isPresent()) {
            return root + " belongs to " + facts.owner() + ", and this process runs as user "
                    + Integer.toUnsignedString(CurrentUser.number().get())
                    + "; a registry has one user: run this as its owner, or give it away with chown -R";
        }
        if (mustBeMine && !Files.isReadable(root)) {
            return root + " has mode " + facts.mode()
                    + ", so that this process may not read it, and cannot put the names"
                    + " in it on the disk; run: chmod u+r " + Trust.shell(root);
        }
        if (facts.isOpenToOthers()) {
            return Trust.open(facts);
        }
        String mounted = mounted(root, PROC);
        if (mounted != null) {
            return mounted
                    + " is mounted there, and whoever opens the registry where it is not finds other files, and writes"
                    + " another log; nothing may be mounted inside a registry: umount " + ShellWord.of(mounted);
        }
        Trust trust = new Trust(facts.user());
        for (Place place : places(root)) {
            String defect = trust.defect(place.path(), place.type());
            defect = defect == null && mustBeMine ? closed(place.path(), facts) : defect;
            if (defect != null) {
                return defect;
            }
        }
        return misnamed(root);
    }

    /** {@return what is mounted inside a directory, as far as mounts or else devices tell, or null} */
    public static @Nullable String mounted(Path root, ProcView proc) throws IOException {
        try {
            return proc.mountedBelow(root);
        } catch (IOException | RuntimeException e) {
            // No Linux, or a sandbox without its list of mounts.
        }
        FileFacts directory = FileFacts.of(root);
        for (Place place : places(root)) {
            FileFacts facts = FileFacts.of(place.path());
            if (facts != null && directory != null && facts.device() != directory.device()) {
                return place.path().toString();
            }
        }
        return null;
    }

    private static boolean mayOwn(int user, FileFacts directory) {
        return user == CurrentUser.ROOT || user == directory.user();
    }

    /** {@return why a file that the superuser has left there cannot be used, or null when it can} */
    private static @Nullable String closed(Path path, FileFacts directory) throws IOException {
        FileFacts facts = FileFacts.of(path);
        if (facts == null || facts.user() == directory.user() || Files.isWritable(path)) {
            return null;
        }
        return path + " belongs to " + facts.owner() + ", and this process may not write to it; run: chown "
                + Integer.toUnsignedString(directory.user()) + " " + Trust.shell(path);
    }

    /**
     * Something with a place in a registry.
     *
     * @param path where, whether there is anything or not
     * @param type what it has to be
     */
    private record Place(Path path, Type type) {}

    private static List<Place> places(Path root) throws IOException {
        List<Place> places = new ArrayList<>();
        places.add(new Place(root.resolve("lock"), Type.FILE));
        places.add(new Place(root.resolve(Mark.NAME), Type.FILE));
        places.add(quarantine(root.resolve("quarantine")));
        places.add(new Place(root.resolve("rebuild"), Type.FOLDER));
        addQueue(places, root.resolve("queue"));
        addQueue(places, root.resolve("rebuild").resolve("queue"));
        return places;
    }

    /** Nothing in it is needed, so that a file in its place keeps no registry from being opened. */
    private static Place quarantine(Path path) throws IOException {
        FileFacts facts = FileFacts.of(path);
        return new Place(path, facts == null || facts.type() == Type.LINK ? Type.FOLDER : facts.type());
    }

    private static void addQueue(List<Place> places, Path queue) throws IOException {
        places.add(new Place(queue, Type.FOLDER));
        FileFacts facts = FileFacts.of(queue);
        if (facts != null && facts.type() == Type.FOLDER) {
            places.add(new Place(queue.resolve(TABLE), Type.FILE));
            for (Path day : RegistryDirectory.days(queue)) {
                places.add(new Place(day, Type.FILE));
            }
            for (Path file : FoundationFiles.in(queue).files()) {
                places.add(new Place(file, Type.FILE));
            }
        }
    }

    /**
     * {@return the directory as a real path, or null when there is none}
     *
     * @throws LogUnavailableException when a link on the way to it is a stranger's, or its name is not text
     */
    public static @Nullable Path real(Path directory) throws IOException {
        Path real = null;
        if (Files.exists(directory)) {
            real = directory.toRealPath();
        }
        String strangers = Trust.strangersLink(directory);
        if (strangers != null) {
            throw refused(strangers, null);
        }
        requireText(real == null ? directory.toAbsolutePath() : real);
        return real;
    }

    /** Chronicle has names as text, and would put the events where that leads. */
    private static void requireText(Path path) {
        if (!PathNames.isText(path)) {
            throw refused(path + " " + PathNames.notText(), null);
        }
    }

    /** {@return where a path that names nothing leads, absolute: links are followed though the last one leads nowhere} */
    public static Path destination(Path missing) throws IOException {
        Path path = missing.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(path); links++) {
            if (links == GREATEST_LINKS) {
                throw new FileSystemLoopException(missing.toString());
            }
            Path folder = Objects.requireNonNull(path.getParent()).toRealPath();
            path = folder.resolve(Files.readSymbolicLink(path));
        }
        requireText(path);
        return path;
    }

    /** {@return what to tell of a registry that may not be looked at} */
    static LogUnavailableException unreadable(Path directory, AccessDeniedException e) {
        return new LogUnavailableException(
                Reason.IO,
                "cannot read the registry " + directory + ": this user may not look at " + e.getFile()
                        + "; run it as the user that the pods run as",
                e);
    }

    private static LogUnavailableException refused(String message, @Nullable Throwable cause) {
        return new LogUnavailableException(Reason.UNSUITABLE, message, cause);
    }
}
