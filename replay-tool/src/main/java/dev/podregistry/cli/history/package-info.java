/** A log opened for one command, and what is known beside its events: the pods of the present, names, leftovers. */
@NullMarked
package dev.podregistry.cli.history;

import org.jspecify.annotations.NullMarked;
