package dev.podregistry.log;

import org.jspecify.annotations.Nullable;

/** The log does not hold what was once appended. It is refused rather than replayed into another history. */
public final class DamagedLogException extends LogException {

    private static final long serialVersionUID = 1L;

    /** The file. */
    private final String file;

    /** The sequence. */
    private final long sequence;

    /**
     * Creates the exception.
     *
     * @param file the damaged file
     * @param sequence the sequence of the first event that cannot be trusted
     * @param defect what is wrong with it
     * @param cause the cause, if there is one
     */
    public DamagedLogException(String file, long sequence, String defect, @Nullable Throwable cause) {
        super(
                file + " is damaged at sequence " + sequence + ": " + defect
                        + "; the events before it are intact. Keep a copy of the directory and run pod-registry verify",
                cause);
        this.file = file;
        this.sequence = sequence;
    }

    /** {@return the damaged file} */
    public String file() {
        return file;
    }

    /** {@return the sequence of the first event that cannot be trusted} */
    public long sequence() {
        return sequence;
    }
}
