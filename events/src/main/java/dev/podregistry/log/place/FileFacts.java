package dev.podregistry.log.place;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands at a path, seen without following a link.
 *
 * @param path the path
 * @param type what it is
 * @param user the number of its owner, 0 where there are no owners
 * @param group the number of its group, 0 where there are none
 * @param permissions the twelve bits of its mode, those of a private file where there are none
 * @param device the number of the device that it is on, 0 where there are none
 */
public record FileFacts(Path path, Type type, int user, int group, int permissions, long device) {

    private static final int TYPE = 0xf000;
    private static final int FOLDER = 0x4000;
    private static final int FILE = 0x8000;
    private static final int LINK = 0xa000;
    private static final int PERMISSIONS = 0xfff;

    /** Group and others may write. */
    private static final int OTHERS_WRITE = 022;

    private static final int PRIVATE = 0700;

    /** What there may be at a path. */
    public enum Type {
        /** A regular file. */
        FILE("a file"),
        /** A directory. */
        FOLDER("a directory"),
        /** A symbolic link. */
        LINK("a link"),
        /** A pipe, a socket or a device. */
        OTHER("a pipe, a socket or a device");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * {@return the facts, or null when there is nothing}
     *
     * @throws IOException when it may not be looked at
     */
    public static @Nullable FileFacts of(Path path) throws IOException {
        try {
            return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                    ? unix(path)
                    : portable(path, Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return null;
        } catch (AccessDeniedException | FileSystemLoopException e) {
            throw e;
        } catch (FileSystemException e) {
            if (isBelowFile(path)) {
                return null;
            }
            throw e;
        }
    }

    private static boolean isBelowFile(Path path) {
        Path around = path.toAbsolutePath().getParent();
        while (around != null && !Files.exists(around)) {
            around = around.getParent();
        }
        return around != null && !Files.isDirectory(around);
    }

    private static FileFacts unix(Path path) throws IOException {
        Map<String, Object> is = Files.readAttributes(path, "unix:mode,uid,gid,dev", LinkOption.NOFOLLOW_LINKS);
        int mode = number(is, "mode");
        Type type = switch (mode & TYPE) {
            case FILE -> Type.FILE;
            case FOLDER -> Type.FOLDER;
            case LINK -> Type.LINK;
            default -> Type.OTHER;
        };
        long device = is.get("dev") instanceof Long number ? number : 0;
        return new FileFacts(path, type, number(is, "uid"), number(is, "gid"), mode & PERMISSIONS, device);
    }

    private static int number(Map<String, Object> facts, String name) {
        return facts.get(name) instanceof Integer number ? number : 0;
    }

    private static FileFacts portable(Path path, BasicFileAttributes is) {
        Type type = is.isSymbolicLink()
                ? Type.LINK
                : is.isDirectory() ? Type.FOLDER : is.isRegularFile() ? Type.FILE : Type.OTHER;
        return new FileFacts(path, type, 0, 0, PRIVATE, 0);
    }

    /** {@return whether anybody but its owner may write to it} */
    public boolean isOpenToOthers() {
        return (permissions & OTHERS_WRITE) != 0;
    }

    /** {@return the permissions as {@code chmod} takes them} */
    public String mode() {
        return String.format(Locale.ROOT, "%04o", permissions);
    }

    /** {@return the owner for people: a name, if there is one, and the number} */
    public String owner() {
        String number = Integer.toUnsignedString(user);
        try {
            String name = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
            return name.equals(number) ? "user " + number : name + " (user " + number + ")";
        } catch (IOException | UnsupportedOperationException e) {
            return "user " + number;
        }
    }
}
