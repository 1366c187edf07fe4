/** Validated value records: pod names, paths, rules, scopes, processes. Nothing here knows an event or a log. */
@NullMarked
package dev.podregistry.model;

import org.jspecify.annotations.NullMarked;
