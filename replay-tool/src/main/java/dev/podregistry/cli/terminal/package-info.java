/** The terminal, and what may be done where somebody looks at it. */
@NullMarked
package dev.podregistry.cli.terminal;

import org.jspecify.annotations.NullMarked;
