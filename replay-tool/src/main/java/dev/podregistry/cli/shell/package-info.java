/** What a command knows of the world: the shell it runs in, the time, how it ends. */
@NullMarked
package dev.podregistry.cli.shell;

import org.jspecify.annotations.NullMarked;
