/** The ports of a log, their contract in words, and a log in memory. */
@NullMarked
package dev.podregistry.log;

import org.jspecify.annotations.NullMarked;
