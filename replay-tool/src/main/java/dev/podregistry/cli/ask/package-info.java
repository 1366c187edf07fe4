/** The commands that only read: the questions about a history. */
@NullMarked
package dev.podregistry.cli.ask;

import org.jspecify.annotations.NullMarked;
