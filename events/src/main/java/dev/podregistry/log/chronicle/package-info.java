/** The log on disk: a Chronicle queue below a registry directory. OpenHFT is used here only. */
@NullMarked
package dev.podregistry.log.chronicle;

import org.jspecify.annotations.NullMarked;
