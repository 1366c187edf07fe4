/** Answers as text for people. */
@NullMarked
package dev.podregistry.cli.text;

import org.jspecify.annotations.NullMarked;
