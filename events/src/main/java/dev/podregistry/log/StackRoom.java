package dev.podregistry.log;

/**
 * Makes sure that a call which takes locks has the stack to give them back.
 *
 * <p>A thread that runs out of stack does so anywhere, also between taking a lock and coming to the block that gives it
 * back. So some of it is used before anything is taken: if that fails, nothing has happened; and whatever fails further
 * down, there is room up here to clean up.
 */
public final class StackRoom {

    /** Enough to take locks and to give them back. */
    private static final int ENOUGH = 64;

    /** Enough to initialise classes as well: one that fails at that is lost to its JVM. */
    private static final int AT_FIRST = 400;

    private static volatile int depth = AT_FIRST;

    private StackRoom() {}

    /**
     * Returns if there is enough stack.
     *
     * @throws StackOverflowError if there is not
     */
    public static void require() {
        if (dive(depth, 1, 2, 3, 4, 5, 6, 7, 8) == 0) {
            throw new AssertionError();
        }
    }

    /** Tells that a command was carried out, so that its classes are there. */
    public static void isProven() {
        if (depth != ENOUGH) {
            depth = ENOUGH;
        }
    }

    /** All it is given is needed after it has called itself, so that every call keeps it on the stack. */
    private static long dive(int depth, long a, long b, long c, long d, long e, long f, long g, long h) {
        if (depth == 0) {
            return a | 1;
        }
        long below = dive(depth - 1, b, c, d, e, f, g, h, a);
        return (below ^ a ^ b << 1 ^ c << 2 ^ d << 3 ^ e << 4 ^ f << 5 ^ g << 6 ^ h << 7) | 1;
    }
}
