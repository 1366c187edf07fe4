package dev.podregistry.cli.json;

/** A file is no {@code pods.json} that can be taken over; the message says where and why. */
public final class BadPodsJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    BadPodsJsonException(int line, int column, String defect) {
        super("line " + line + ", column " + column + ": " + defect);
    }
}
