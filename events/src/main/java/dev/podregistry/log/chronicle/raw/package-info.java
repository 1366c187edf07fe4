/** The bytes of a queue, read without Chronicle and without trust: what is proven, what is damaged, and what is only torn. */
@NullMarked
package dev.podregistry.log.chronicle.raw;

import org.jspecify.annotations.NullMarked;
