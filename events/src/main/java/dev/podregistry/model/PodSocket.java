package dev.podregistry.model;

/**
 * Where a pod listens, as its orchestrator names it: a socket's path or address, recorded and never opened.
 *
 * @param value up to {@value #MAX_BYTES} bytes of UTF-8 without control characters; empty when the pod has no socket
 */
public record PodSocket(String value) {

    /** The greatest length, in bytes of UTF-8. */
    public static final int MAX_BYTES = 1024;

    /** The socket of a pod that has none. */
    public static final PodSocket NONE = new PodSocket("");

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException naming the defect, when {@code value} is no such text
     */
    public PodSocket {
        String defect = PlainText.defect(value, MAX_BYTES);
        if (defect != null) {
            throw new IllegalArgumentException("socket " + defect);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
