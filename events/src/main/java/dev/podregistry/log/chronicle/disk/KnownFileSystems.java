package dev.podregistry.log.chronicle.disk;

import dev.podregistry.log.place.ShellWord;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import dev.podregistry.model.Quoted;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * The file systems that are known to carry what a registry promises.
 *
 * <p>On these, all who open a file share its locks and its mapped memory, under whatever path, and files have owners. On
 * others two processes may each believe to hold the lock, and not see each other's events: two hosts on a network file
 * system, but also two views that one process of the user's own makes of a directory.
 */
public final class KnownFileSystems {

    /** What stands for a type that the system does not tell. */
    static final String UNTOLD = "unknown";

    private static final Set<String> KNOWN = Set.of(
            "ext2",
            "ext3",
            "ext4",
            "xfs",
            "btrfs",
            "zfs",
            "f2fs",
            "bcachefs",
            "jfs",
            "reiserfs",
            "nilfs2",
            "ubifs",
            "overlay",
            "tmpfs",
            "ramfs",
            "rootfs",
            "apfs",
            "hfs",
            "hfsplus",
            "ufs",
            "ntfs",
            "refs");

    private static final Set<String> NETWORK = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "afs",
            "ncpfs",
            "9p",
            "ceph",
            "glusterfs",
            "lustre",
            "gpfs",
            "beegfs",
            "ocfs2",
            "gfs2",
            "davfs",
            "fuse.sshfs",
            "fuse.glusterfs",
            "fuse.ceph",
            "fuse.s3fs",
            "fuse.rclone",
            "fuse.davfs2",
            "fuse.juicefs",
            "fuse.gcsfuse",
            "webdav");

    private KnownFileSystems() {}

    /** Tells the type of the file system that a path lies on. */
    @FunctionalInterface
    public interface Types {

        /** The operating system's answer. */
        Types SYSTEM = path -> {
            FileStore store = Files.getFileStore(path);
            return fullName(store.type(), store.name());
        };

        String typeOf(Path path) throws IOException;
    }

    /**
     * {@return the type, so told that to accept it accepts no other program's file systems}
     *
     * <p>{@code fuse} says that a program serves the files, and, without a subtype as in {@code fuse.bindfs}, not which. Then the
     * mount's source tells it from others.
     */
    static String fullName(String type, String source) {
        return saysNoProgram(type) ? type + ":" + source : type;
    }

    /** {@return whether the type is that of the file systems of many programs} */
    public static boolean saysNoProgram(String type) {
        return type.equals("fuse") || type.equals("fuseblk");
    }

    /** {@return whether this is known of file systems of this type} */
    public static boolean includes(String type) {
        return KNOWN.contains(type.toLowerCase(Locale.ROOT));
    }

    /** {@return whether file systems of this type are shared between machines} */
    public static boolean isNetwork(String type) {
        return NETWORK.contains(type.toLowerCase(Locale.ROOT));
    }

    /**
     * Refuses a directory on any other file system.
     *
     * @param directory the directory
     * @param place the directory, or what is there of the way to it
     * @param accepted further types that may be taken, in lower case
     */
    static void require(Path directory, Path place, Types types, Set<String> accepted) {
        String type = typeOf(place, types);
        if (type.equals(UNTOLD)) {
            System.getLogger("dev.podregistry")
                    .log(
                            System.Logger.Level.WARNING,
                            "the system does not tell what file system " + directory + " is on (a chroot, or no"
                                    + " /proc/self/mounts?); see to it that it is a local disk");
        } else if (!includes(type) && !accepted.contains(type)) {
            throw new LogUnavailableException(Reason.UNSUITABLE, refusal(directory, type), null);
        }
    }

    /** {@return the type in lower case; {@value #UNTOLD} in a chroot, say, whose mounts are not listed} */
    public static String typeOf(Path place, Types types) {
        try {
            return types.typeOf(place).toLowerCase(Locale.ROOT);
        } catch (IOException | RuntimeException e) {
            return UNTOLD;
        }
    }

    private static String refusal(Path directory, String type) {
        return isNetwork(type)
                ? directory + " is on a network file system (" + type
                        + "), where locks and mapped memory do not work between hosts; put the registry on a local disk"
                : directory + " is on a file system (" + Quoted.message(type)
                        + ") of which it is not known that all who open a file there share its locks and its mapped"
                        + " memory; put the registry on a local disk (ext4, xfs, btrfs, …), or, if nobody reaches these"
                        + " files by another way, accept the type: RegistryOptions.acceptFileSystem("
                        + Quoted.text(type) + "), or the tool's --accept-file-system " + ShellWord.of(type);
    }
}
