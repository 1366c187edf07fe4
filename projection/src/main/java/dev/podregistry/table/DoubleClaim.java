package dev.podregistry.table;

import dev.podregistry.model.Allocation;

/**
 * A breach of the promise: two live pods, neither above the other, that claim one path.
 *
 * @param place the paths
 * @param older the pod that was created first
 * @param newer the other one
 */
public record DoubleClaim(Place place, Allocation older, Allocation newer) {}
