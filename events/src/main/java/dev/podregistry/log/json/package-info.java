/** How one event is written as a line of JSON, and read back. Jackson is used here only. */
@NullMarked
package dev.podregistry.log.json;

import org.jspecify.annotations.NullMarked;
