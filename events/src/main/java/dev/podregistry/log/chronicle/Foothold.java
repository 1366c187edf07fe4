package dev.podregistry.log.chronicle;

import java.nio.file.Path;

/**
 * Where a transaction begins that is near the end of a file, so that the end can be found without reading all of the file.
 *
 * @param file the file
 * @param offset of the header of its last transaction but one
 */
record Foothold(Path file, long offset) {}
