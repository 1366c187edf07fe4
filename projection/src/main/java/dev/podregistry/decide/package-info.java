/** Commands and the rules that decide them: pure functions of a table. */
@NullMarked
package dev.podregistry.decide;

import org.jspecify.annotations.NullMarked;
