/** The JSON of the command line: its own answers, and the older registry's {@code pods.json}. */
@NullMarked
package dev.podregistry.cli.json;

import org.jspecify.annotations.NullMarked;
