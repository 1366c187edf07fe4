/** Facts about the directory of a registry, whatever is in it. Nothing here changes anything. */
@NullMarked
package dev.podregistry.log.chronicle.doctor;

import org.jspecify.annotations.NullMarked;
