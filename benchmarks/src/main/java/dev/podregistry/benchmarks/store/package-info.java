/** The registry and what a user would pick instead, behind one interface. */
@NullMarked
package dev.podregistry.benchmarks.store;

import org.jspecify.annotations.NullMarked;
