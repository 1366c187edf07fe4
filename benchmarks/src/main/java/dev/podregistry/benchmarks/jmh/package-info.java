/** What JMH measures. */
@NullMarked
package dev.podregistry.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
