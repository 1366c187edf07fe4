/** The command line: a table of commands, each a thin shell over the audit library or, to write, over the API. */
@NullMarked
package dev.podregistry.cli;

import org.jspecify.annotations.NullMarked;
