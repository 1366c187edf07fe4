package dev.podregistry.log.chronicle;

import net.openhft.posix.internal.PosixAPIHolder;

/** What Chronicle calls of the system past the JDK; nothing in this package rests on it. */
public final class NativeCalls {

    private NativeCalls() {}

    /**
     * Lets Chronicle do without such calls in this JVM, as making them ready takes a good part of a short command's time.
     *
     * <p>For processes that know Chronicle through this package alone, before they open anything: a queue of their own
     * could ask Chronicle to sync it in vain.
     */
    public static void forgo() {
        PosixAPIHolder.useNoOpPosixApi();
    }
}
