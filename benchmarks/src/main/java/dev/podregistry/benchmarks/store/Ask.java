package dev.podregistry.benchmarks.store;

import dev.podregistry.model.ProcessIdentity;

/**
 * What a pod asks for: two rules.
 *
 * @param pod its name
 * @param process the process it lives in
 * @param write it and everything below it is to be written
 * @param read it and everything below it is to be read
 */
public record Ask(String pod, ProcessIdentity process, String write, String read) {}
