/** The page that shows a whole history: its data as compressed columns, and the file it is put together in. */
@NullMarked
package dev.podregistry.cli.report;

import org.jspecify.annotations.NullMarked;
