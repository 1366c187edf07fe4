/** Puts a log in order after a crash: what was torn is set aside, and a fresh queue takes its place. */
@NullMarked
package dev.podregistry.log.chronicle.recovery;

import org.jspecify.annotations.NullMarked;
