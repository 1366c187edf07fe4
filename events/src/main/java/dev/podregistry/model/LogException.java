package dev.podregistry.model;

import org.jspecify.annotations.Nullable;

/** The log cannot do what it is for; the message says what is wrong, where, and what to do. */
public abstract sealed class LogException extends RegistryException
        permits AppendFailedException, DamagedLogException, LogBusyException, LogUnavailableException {

    private static final long serialVersionUID = 1L;

    LogException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
