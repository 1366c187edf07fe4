package dev.podregistry.cli.json;

import dev.podregistry.model.Quoted;

/** A file is no {@code pods.json} that can be taken over; the message says where and why, and is fit for a terminal. */
public final class BadPodsJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    BadPodsJsonException(int line, int column, String defect) {
        super(Quoted.message("line " + line + ", column " + column + ": " + defect));
    }
}
