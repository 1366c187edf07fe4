/** The allocation table: a pure, deterministic projection of the events, with the index that answers for paths. */
@NullMarked
package dev.podregistry.table;

import org.jspecify.annotations.NullMarked;
