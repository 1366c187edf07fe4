/** The options that commands share, and what is typed after them: paths, rules, files. */
@NullMarked
package dev.podregistry.cli.option;

import org.jspecify.annotations.NullMarked;
