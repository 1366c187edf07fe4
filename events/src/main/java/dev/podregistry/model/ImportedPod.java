package dev.podregistry.model;

import org.jspecify.annotations.Nullable;

/**
 * One live pod of another registry.
 *
 * @param pod its name
 * @param process its pid, of which nothing else is known
 * @param socket where it listens
 * @param scope its rules
 * @param delegatedFrom the pod above it, which must come earlier; null for a top-level pod
 * @param segment its session log, null while it is only reserved
 */
public record ImportedPod(
        PodName pod,
        ProcessIdentity.BarePid process,
        PodSocket socket,
        Scope scope,
        @Nullable PodName delegatedFrom,
        @Nullable SegmentId segment) {}
