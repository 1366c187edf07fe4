/** Measures, beside one another and in one run, the registry, what a user would pick instead, and the limit. */
@NullMarked
package dev.podregistry.benchmarks;

import org.jspecify.annotations.NullMarked;
