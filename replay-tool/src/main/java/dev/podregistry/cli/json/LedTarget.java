package dev.podregistry.cli.json;

import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;

/**
 * A target of a file that leads elsewhere than its text says.
 *
 * @param pod the pod whose rule has it
 * @param given the target as it is given
 * @param path where it leads
 */
public record LedTarget(PodName pod, String given, ScopePath path) {}
