/** What lies below: the directory and its names, rights, space, syncing, and how Chronicle is opened. */
@NullMarked
package dev.podregistry.log.chronicle.disk;

import org.jspecify.annotations.NullMarked;
