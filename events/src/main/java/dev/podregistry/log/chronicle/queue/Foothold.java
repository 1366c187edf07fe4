package dev.podregistry.log.chronicle.queue;

import java.nio.file.Path;

/**
 * Where a transaction begins from which the end of a file is found sooner than from its beginning.
 *
 * @param file the file
 * @param offset of the header of the last transaction but one that was read in it
 */
record Foothold(Path file, long offset) {}
