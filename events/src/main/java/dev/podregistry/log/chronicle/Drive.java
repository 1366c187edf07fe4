package dev.podregistry.log.chronicle;

/**
 * What a log needs to know of the disk below it.
 *
 * @param fsync how things get there for certain
 * @param reserve how many bytes must be left over
 */
record Drive(Fsync fsync, long reserve) {

    static final Drive SYSTEM = new Drive(Fsync.SYSTEM, DiskSpace.RESERVE);
}
