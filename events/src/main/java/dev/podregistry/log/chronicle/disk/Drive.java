package dev.podregistry.log.chronicle.disk;

/**
 * What a log needs to know of the disk below it.
 *
 * @param fsync how things get there for certain
 * @param reserve how many bytes must be left over
 * @param types what kind of file system it has
 */
public record Drive(Fsync fsync, long reserve, KnownFileSystems.Types types) {

    public static final Drive SYSTEM = new Drive(Fsync.SYSTEM, DiskSpace.RESERVE);

    /** A drive with the file system that is there. */
    public Drive(Fsync fsync, long reserve) {
        this(fsync, reserve, KnownFileSystems.Types.SYSTEM);
    }
}
