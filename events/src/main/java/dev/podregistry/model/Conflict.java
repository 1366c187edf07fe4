package dev.podregistry.model;

/**
 * A pod that holds paths which somebody asks about.
 *
 * @param holder the pod's allocation
 * @param rule the first of its WRITE allow rules that covers such a path it holds
 */
public record Conflict(Allocation holder, ScopeRule rule) {}
