/** The commands that may change a registry, or copy one. */
@NullMarked
package dev.podregistry.cli.write;

import org.jspecify.annotations.NullMarked;
