/** Who may have which file: what a registry trusts, how it makes files, and whom this process works for. */
@NullMarked
package dev.podregistry.log.place;

import org.jspecify.annotations.NullMarked;
