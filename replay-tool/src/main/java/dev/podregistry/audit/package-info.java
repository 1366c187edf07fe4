/**
 * Questions about a history, as a pure library over events and tables: who held what, when, on whose authority, and
 * whether the record is sound. Every answer carries the {@link dev.podregistry.audit.Point} it is true at.
 */
@NullMarked
package dev.podregistry.audit;

import org.jspecify.annotations.NullMarked;
