/** The main classes of processes that are measured whole. */
@NullMarked
package dev.podregistry.benchmarks.process;

import org.jspecify.annotations.NullMarked;
