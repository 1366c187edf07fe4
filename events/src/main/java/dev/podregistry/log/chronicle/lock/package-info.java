/** Whose turn it is to append, between processes and between threads. */
@NullMarked
package dev.podregistry.log.chronicle.lock;

import org.jspecify.annotations.NullMarked;
