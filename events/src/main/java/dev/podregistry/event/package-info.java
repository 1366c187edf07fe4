/** What can happen to an allocation table, and the envelope in which a log keeps it. */
@NullMarked
package dev.podregistry.event;

import org.jspecify.annotations.NullMarked;
