/** Reads and writes transactions through Chronicle. */
@NullMarked
package dev.podregistry.log.chronicle.queue;

import org.jspecify.annotations.NullMarked;
