package dev.podregistry.path;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Spells the names in folders that ignore case in one way, whoever asks and whether or not they exist yet.
 *
 * <p>That way is their folded form, and not that of the directory's entry: an entry can be renamed from one spelling to
 * another, and what does not exist yet can come to be under any, while a pod holds it. Names that are their own folded form,
 * as most are, mean the same in all folders, so nothing is asked about them.
 *
 * <p>Whether a folder ignores case is found without writing to it: something in it is asked for under another spelling. If
 * that is found, and is not an entry of its own, the folder ignores case.
 */
final class Spelling {

    /** Names that may be another name of an entry: the short names of FAT, and ends that some file systems drop. */
    private static final Pattern SECOND_NAME = Pattern.compile("[^.]{1,6}~[0-9]{1,6}(\\.[^.]{0,3})?|.*[. ]");

    private final Disk disk;
    private final Path root;
    private final MountTable mounts;
    private final Predicate<String> exact;

    /**
     * @param disk the file system
     * @param root its root
     * @param mounts what is mounted there
     * @param exact the types of file systems in which no folder ignores case
     */
    Spelling(Disk disk, Path root, MountTable mounts, Predicate<String> exact) {
        this.disk = disk;
        this.root = root;
        this.mounts = mounts;
        this.exact = exact;
    }

    /** {@return the one spelling of {@code names}, of which the last is that of something that exists} */
    List<String> ofExisting(List<String> names) throws IOException {
        if (names.stream().allMatch(Spelling::isPlain)) {
            return names;
        }
        List<String> spelled = new ArrayList<>();
        Path folder = root;
        for (String name : names) {
            spelled.add(isPlain(name) ? name : ofEntry(folder, name));
            folder = folder.resolve(name);
        }
        return spelled;
    }

    /** {@return the one spelling of {@code names} that do not exist, below {@code folder}, which does} */
    List<String> ofMissing(Path folder, List<String> names) throws IOException {
        if (names.stream().allMatch(Spelling::isPlain)) {
            return names;
        }
        Optional<Boolean> ignoresCase = ignoresCase(folder);
        String path = folder.resolve(String.join("/", names)).toString();
        if (ignoresCase.isEmpty()) {
            throw new FileSystemException(
                    path,
                    null,
                    "it does not exist, and whether its folder ignores case cannot be told while that is empty; create it"
                            + " first, or write it in lower case");
        }
        if (!ignoresCase.get()) {
            return names;
        }
        if (names.stream().anyMatch(name -> mayBeSecondName(name))) {
            throw new FileSystemException(
                    path,
                    null,
                    "it does not exist, and in a folder that ignores case it may become another name of something else;"
                            + " create it first, or choose a name without ~ and without a dot or space at its end");
        }
        return names.stream().map(FoldedName::of).toList();
    }

    private static boolean isPlain(String name) {
        return FoldedName.of(name).equals(name) && !mayBeSecondName(name);
    }

    private static boolean mayBeSecondName(String name) {
        return (name.indexOf('~') >= 0 || name.endsWith(".") || name.endsWith(" "))
                && SECOND_NAME.matcher(name).matches();
    }

    private String ofEntry(Path folder, String name) throws IOException {
        if (isExact(folder) || !ignoresCase(folder, name)) {
            return name;
        }
        return FoldedName.of(mayBeSecondName(name) ? entry(folder, name) : name);
    }

    private boolean isExact(Path folder) {
        String type = mounts.typeAt(Mount.names(folder.toString()));
        return type != null && exact.test(type);
    }

    /** {@return the entry of {@code folder} that goes by {@code name} as well} */
    private String entry(Path folder, String name) throws IOException {
        String folded = FoldedName.of(name);
        BasicFileAttributes wanted = disk.attributes(folder.resolve(name));
        Object key = wanted == null ? null : wanted.fileKey();
        String sameFile = null;
        try (DirectoryStream<Path> entries = disk.list(folder)) {
            for (Path entry : entries) {
                String listed = entry.getFileName().toString();
                if (FoldedName.of(listed).equals(folded)) {
                    return listed;
                }
                BasicFileAttributes found = disk.attributes(folder.resolve(listed));
                if (key != null && found != null && Objects.equals(key, found.fileKey())) {
                    sameFile = listed;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        if (sameFile == null) {
            throw new FileSystemException(
                    folder.resolve(name).toString(),
                    null,
                    "it is not listed in its folder, so it is another name of something; give the name that is listed");
        }
        return sameFile;
    }

    /** {@return whether {@code folder} ignores case, as far as one of its entries tells} */
    private boolean ignoresCase(Path folder, String entry) throws IOException {
        return isFoundAsOther(folder, entry)
                || (!hasLetter(entry) && ignoresCase(folder).orElse(true));
    }

    private boolean isFoundAsOther(Path folder, String entry) throws IOException {
        String other = other(entry);
        BasicFileAttributes found = other.equals(entry) ? null : disk.attributes(folder.resolve(other));
        return found != null
                && (isOneDirectory(folder.resolve(entry), folder.resolve(other), found)
                        || !areBothListed(folder, entry, other));
    }

    /** A directory has no hard links, so what is one by its key has one entry, unless another is mounted there. */
    private boolean isOneDirectory(Path one, Path other, BasicFileAttributes found) throws IOException {
        BasicFileAttributes attributes = disk.attributes(one);
        return attributes != null
                && attributes.isDirectory()
                && attributes.fileKey() != null
                && attributes.fileKey().equals(found.fileKey())
                && !mounts.isMountPoint(Mount.names(one.toString()))
                && !mounts.isMountPoint(Mount.names(other.toString()));
    }

    private boolean areBothListed(Path folder, String one, String other) throws IOException {
        boolean isOne = false;
        boolean isOther = false;
        try (DirectoryStream<Path> entries = disk.list(folder)) {
            for (Path entry : entries) {
                String listed = entry.getFileName().toString();
                isOne |= listed.equals(one);
                isOther |= listed.equals(other);
                if (isOne && isOther) {
                    return true;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return false;
    }

    /** Some file systems fold no other letters than those of ASCII. */
    private static boolean hasLetter(String name) {
        return name.chars().anyMatch(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    }

    /** {@return another spelling of {@code name}, if it has any} */
    private static String other(String name) {
        if (!hasLetter(name)) {
            String upper = name.codePoints()
                    .map(c -> Character.isLowerCase(c) ? Character.toUpperCase(c) : Character.toLowerCase(c))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            return upper.equals(name) ? FoldedName.of(name) : upper;
        }
        StringBuilder other = new StringBuilder(name);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                other.setCharAt(i, (char) (c ^ 0x20));
            }
        }
        return other.toString();
    }

    /** {@return whether {@code folder} ignores case; empty when nothing tells} */
    private Optional<Boolean> ignoresCase(Path folder) throws IOException {
        for (Path at = folder; ; ) {
            if (isExact(at)) {
                return Optional.of(false);
            }
            String telling = entryWithLetter(at);
            if (telling != null) {
                return Optional.of(isFoundAsOther(at, telling));
            }
            Path parent = at.getParent();
            if (parent == null || mounts.isMountPoint(Mount.names(at.toString()))) {
                String type = mounts.typeAt(Mount.names(at.toString()));
                return type != null && ExactTypes.isUnlessMadeOtherwise(type) ? Optional.of(false) : Optional.empty();
            }
            String name = at.getFileName().toString();
            if (hasLetter(name)) {
                return Optional.of(!isExact(parent) && isFoundAsOther(parent, name));
            }
            at = parent;
        }
    }

    private @Nullable String entryWithLetter(Path folder) throws IOException {
        BasicFileAttributes attributes = disk.attributes(folder);
        if (attributes == null || !attributes.isDirectory()) {
            return null;
        }
        try (DirectoryStream<Path> entries = disk.list(folder)) {
            for (Path entry : entries) {
                String listed = entry.getFileName().toString();
                // Mounts in it have names of their own, but something of that name is below each.
                if (hasLetter(listed) && disk.attributes(folder.resolve(listed)) != null) {
                    return listed;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (AccessDeniedException e) {
            // A folder that may be entered but not read; its own name tells as well.
        }
        return null;
    }
}
