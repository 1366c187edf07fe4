/** The embedded registry. */
@NullMarked
package dev.podregistry.api;

import org.jspecify.annotations.NullMarked;
