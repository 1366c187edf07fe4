/** The rows of the table: which things are measured beside one another, and what the aim is. */
@NullMarked
package dev.podregistry.benchmarks.row;

import org.jspecify.annotations.NullMarked;
