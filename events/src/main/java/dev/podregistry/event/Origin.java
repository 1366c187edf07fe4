package dev.podregistry.event;

import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;

/**
 * Where an event comes from.
 *
 * @param actor who asked
 * @param command the command that led to it; events of one command share it
 */
public record Origin(Actor actor, CommandId command) {}
