/** Validated value records: pod names, paths, rules, scopes, processes; refusals; and what a registry throws. */
@NullMarked
package dev.podregistry.model;

import org.jspecify.annotations.NullMarked;
