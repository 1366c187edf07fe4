package dev.podregistry.benchmarks.store;

/** Holds allocations, and lets no two pods write one path. One thread uses it at a time. */
public interface Store extends AutoCloseable {

    /** {@return whether the pod got what it asked for; if not, another pod is in the way or has its name} */
    boolean register(Ask ask);

    /** {@return whether the pod had an allocation, which it now has no more} */
    boolean release(String pod);

    @Override
    void close();
}
