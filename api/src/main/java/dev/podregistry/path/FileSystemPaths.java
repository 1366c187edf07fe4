package dev.podregistry.path;

import dev.podregistry.log.place.CurrentUser;
import dev.podregistry.log.place.PathNames;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.model.Quoted;
import dev.podregistry.model.ScopePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Canonical paths as the file system has them.
 *
 * <p>Three things make two paths one, and are undone in this order: links, by going along the path as the kernel does;
 * spelling, in folders that ignore case; and mounts that show one directory at several places.
 */
public final class FileSystemPaths implements PathResolver {

    /** How many symbolic links are followed name by name, as on Linux; those in what exists the system follows and counts. */
    static final int MAX_LINKS = 40;

    private static final FileSystemPaths SYSTEM = ofSystem(ExactTypes.ofSystem());

    private final FileSystem fileSystem = FileSystems.getDefault();
    private final Path root = fileSystem.getPath("/");
    private final Disk disk;
    private final Supplier<MountTable> mounts;
    private final Predicate<String> exact;

    /**
     * @param disk the file system
     * @param mounts what is mounted there, at the moment of each question
     * @param exact the types of file systems in which no folder ignores case
     */
    FileSystemPaths(Disk disk, Supplier<MountTable> mounts, Predicate<String> exact) {
        this.disk = disk;
        this.mounts = mounts;
        this.exact = exact;
    }

    private static FileSystemPaths ofSystem(Predicate<String> exact) {
        return new FileSystemPaths(Disk.SYSTEM, Mounts.ofSystem(exact), exact);
    }

    /** {@return the paths of this machine's file system} */
    public static FileSystemPaths ofSystem() {
        return SYSTEM;
    }

    @Override
    public Resolution resolve(String text) {
        return resolve(text, found -> null);
    }

    @Override
    public Resolution claim(String text, boolean recursive, Predicate<ScopePath> isSaid) {
        return resolve(text, found -> {
            String unmeant = NamePattern.objection(found.path(), path -> exists(path.value()));
            if (unmeant != null) {
                return unmeant + "; or create first what is to have that very name";
            }
            return !found.missing().isEmpty()
                    ? null
                    : found.mounts().objection(found.spelled(), recursive, place -> isSaid(place, isSaid));
        });
    }

    /**
     * What a text leads to.
     *
     * @param path its canonical path
     * @param spelled the names of what exists of it, without links and in one spelling, but on the mount it was asked for by
     * @param missing the names of what does not
     * @param mounts the mounts by which it was found
     */
    private record Found(ScopePath path, List<String> spelled, List<String> missing, MountTable mounts) {}

    /** Says why what was found is no path to be given, or null. */
    @FunctionalInterface
    private interface Objection {
        @Nullable
        String to(Found found) throws IOException;
    }

    private Resolution resolve(String text, Objection objection) {
        Resolution byText = LogicalPaths.resolve(text);
        if (byText instanceof Resolution.Invalid) {
            return byText;
        }
        try {
            Walk.End end = Walk.along(disk, fileSystem.getPath(text));
            MountTable now = mounts.get();
            Spelling spelling = new Spelling(disk, root, now, exact);
            List<String> spelled = spelling.ofExisting(names(end.existing()));
            List<String> missing = spelling.ofMissing(end.existing(), names(end.missing()));
            List<String> canonical = now.canonical(spelled);
            if (canonical.contains(Mount.NO_TEXT)) {
                throw new FileSystemException(
                        Mount.path(spelled), null, "by a mount it is the same as one that " + PathNames.notText());
            }
            // Where something is mounted, names are spelled as they were when it was.
            canonical = canonical.equals(spelled) ? spelled : spelling.ofExisting(canonical);
            String path = Mount.path(Mount.joined(canonical, missing));
            String defect = ScopePath.defect(path);
            if (defect != null) {
                return new Resolution.Invalid("leads to " + Quoted.text(path) + ", which " + defect);
            }
            Found found = new Found(new ScopePath(path), spelled, missing, now);
            String reason = objection.to(found);
            return reason == null ? new Resolution.Canonical(found.path()) : new Resolution.Invalid(reason);
        } catch (InvalidPathException e) {
            return new Resolution.Invalid("is no path on this system: " + PathNames.reason(e));
        } catch (AccessDeniedException e) {
            return new Resolution.Invalid(closed(e.getFile()));
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            return new Resolution.Invalid("cannot be resolved at " + Quoted.text(e.getFile()) + ": " + reason);
        } catch (IOException | UncheckedIOException e) {
            return new Resolution.Invalid("cannot be resolved: " + Reasons.of(e));
        }
    }

    /** A place that the system tells of is spelled as it was when it was mounted. */
    private boolean isSaid(List<String> place, Predicate<ScopePath> isSaid) {
        return resolve(Mount.path(place)) instanceof Resolution.Canonical there && isSaid.test(there.path());
    }

    private boolean exists(String path) {
        try {
            return disk.attributes(fileSystem.getPath(path)) != null;
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    private String closed(String file) {
        boolean isSeen = exists(file);
        String folder = file.substring(0, Math.max(1, file.lastIndexOf('/')));
        return "cannot be resolved: this process runs as user "
                + CurrentUser.number().map(Integer::toUnsignedString).orElse(System.getProperty("user.name"))
                + ", who may not " + (isSeen ? "read " + Quoted.text(file) : "enter " + Quoted.text(folder))
                + "; run it as one who may, or let this user do so";
    }

    /** A link may lead to a name whose bytes are no text here; the text that stands for it would be another path's. */
    private static List<String> names(Path path) throws FileSystemException {
        String text = path.toString();
        if (!PathNames.isText(path)) {
            throw new FileSystemException(text, null, "it " + PathNames.notText());
        }
        return text.isEmpty() ? List.of() : Mount.names(text.startsWith("/") ? text : "/" + text);
    }
}
