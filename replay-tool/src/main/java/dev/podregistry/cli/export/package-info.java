/** The events of a log in the forms that other tools read, each written as it comes. */
@NullMarked
package dev.podregistry.cli.export;

import org.jspecify.annotations.NullMarked;
