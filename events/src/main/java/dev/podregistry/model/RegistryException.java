package dev.podregistry.model;

import org.jspecify.annotations.Nullable;

/**
 * A command or a query of a registry could not be carried out; the message says what is wrong, where, and what to do.
 *
 * <p>A refusal is not an exception: a refused command was carried out, and answered.
 */
public abstract sealed class RegistryException extends RuntimeException
        permits LogException, OutcomeUnknownException, UnusableRegistryException {

    private static final long serialVersionUID = 1L;

    RegistryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
