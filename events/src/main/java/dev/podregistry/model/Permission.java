package dev.podregistry.model;

/** What a rule allows or denies. */
public enum Permission {
    /** To read. A deny of reading denies writing too. */
    READ,
    /** To write, which includes reading. A deny of writing leaves reading. */
    WRITE;

    /** {@return whether an allow of this permission is enough for {@code wanted}} */
    public boolean includes(Permission wanted) {
        return this == WRITE || wanted == READ;
    }
}
