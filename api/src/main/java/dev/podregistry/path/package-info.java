/**
 * Canonical paths: what a text that somebody wrote for a path stands for, by itself and on the file system of this machine.
 *
 * <p>Whoever decides on a path and whoever only asks about it must mean the same one, so both use this.
 */
@NullMarked
package dev.podregistry.path;

import org.jspecify.annotations.NullMarked;
