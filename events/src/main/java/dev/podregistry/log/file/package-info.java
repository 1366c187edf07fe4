/** Snapshots as files in a directory of their own. */
@NullMarked
package dev.podregistry.log.file;

import org.jspecify.annotations.NullMarked;
