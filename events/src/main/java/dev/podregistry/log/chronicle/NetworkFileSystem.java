package dev.podregistry.log.chronicle;

import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses places where locks and mapped memory are not shared between machines, though files are.
 *
 * <p>There, two hosts would each believe to hold the lock, and neither would see the other's events.
 */
final class NetworkFileSystem {

    private static final Set<String> TYPES = Set.of(
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

    private NetworkFileSystem() {}

    /** Tells the type of the file system that a path lies on. */
    @FunctionalInterface
    interface Types {

        /** The operating system's answer. */
        Types SYSTEM = path -> Files.getFileStore(path).type();

        String typeOf(Path path) throws IOException;
    }

    /** {@return whether file systems of this type are shared between machines} */
    static boolean includes(String type) {
        return TYPES.contains(type.toLowerCase(Locale.ROOT));
    }

    static void refuse(Path directory, Types types) throws IOException {
        String type = types.typeOf(directory).toLowerCase(Locale.ROOT);
        if (includes(type)) {
            throw new LogUnavailableException(
                    Reason.UNSUITABLE,
                    directory + " is on a network file system (" + type
                            + "), where locks and mapped memory do not work between hosts; put the registry on a local"
                            + " disk",
                    null);
        }
    }
}
