package dev.podregistry.model;

/** What an answer of the log survives. */
public enum Durability {
    /** A power loss: an answer is given once all it rests on is on the disk. Concurrent callers share one sync. */
    SYNC,
    /** The death of any process, not a power loss: the operating system writes to the disk when it likes. */
    PAGE_CACHE
}
