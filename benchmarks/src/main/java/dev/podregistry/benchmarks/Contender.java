package dev.podregistry.benchmarks;

import java.util.concurrent.Callable;

/**
 * One of the things that are measured beside one another.
 *
 * @param name what the table calls it
 * @param measurement measures it once
 */
public record Contender(String name, Callable<Sample> measurement) {}
