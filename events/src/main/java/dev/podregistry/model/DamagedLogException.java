package dev.podregistry.model;

import org.jspecify.annotations.Nullable;

/** The log does not hold what was once appended. It is refused rather than replayed into another history. */
public final class DamagedLogException extends LogException {

    private static final long serialVersionUID = 1L;

    /** The digits of a hash that are enough for people. */
    private static final int SHOWN = 12;

    /** The kind. */
    private final Kind kind;

    /** The file. */
    private final String file;

    /** What is wrong. */
    private final String defect;

    /** The sequence. */
    private final long sequence;

    /** What kind of damage it is, which decides what to do. */
    public enum Kind {
        /**
         * The end of the log is as a loss of power may leave it: nothing that was known to be on the disk is missing.
         * Opening the log for writing sets that end aside and goes on.
         */
        TORN_TAIL,
        /**
         * Every event is there and proven, but what lies around them is damaged: headers, or what Chronicle keeps for
         * itself. A repair makes the files anew with every event, and so does opening for writing where it comes upon it.
         */
        REBUILDABLE,
        /** Something is missing or changed that was on the disk. Only a repair that somebody orders goes on from here. */
        DAMAGE
    }

    /**
     * Creates the exception for damage that no loss of power explains.
     *
     * @param file the damaged file
     * @param sequence the sequence of the first event that cannot be trusted
     * @param defect what is wrong with it
     * @param cause the cause, if there is one
     */
    public DamagedLogException(String file, long sequence, String defect, @Nullable Throwable cause) {
        this(Kind.DAMAGE, file, sequence, defect, cause);
    }

    /**
     * Creates the exception.
     *
     * @param kind the kind
     * @param file the damaged file
     * @param sequence the sequence of the first event that cannot be trusted
     * @param defect what is wrong with it
     * @param cause the cause, if there is one
     */
    public DamagedLogException(Kind kind, String file, long sequence, String defect, @Nullable Throwable cause) {
        this(kind, file, sequence, defect, null, cause);
    }

    /**
     * Creates the exception.
     *
     * @param kind the kind
     * @param file the damaged file
     * @param sequence the sequence of the first event that cannot be trusted
     * @param defect what is wrong with it
     * @param offer what else can be done than to repair, as a sentence; null for nothing
     * @param cause the cause, if there is one
     */
    public DamagedLogException(
            Kind kind, String file, long sequence, String defect, @Nullable String offer, @Nullable Throwable cause) {
        super(message(kind, file, sequence, defect) + (offer == null ? "" : ". " + offer), cause);
        this.kind = kind;
        this.defect = defect;
        this.file = file;
        this.sequence = sequence;
    }

    private DamagedLogException(String message, String file, String defect) {
        super(message, null);
        this.kind = Kind.DAMAGE;
        this.defect = defect;
        this.file = file;
        this.sequence = 1;
    }

    /**
     * {@return the exception for a log of which nothing is left}
     *
     * @param queue where it was
     * @param evidence what says that there was one
     * @param registry the registry's directory
     */
    public static DamagedLogException gone(String queue, String evidence, String registry) {
        String defect = "no event is left, though there was a log, as " + evidence;
        return new DamagedLogException(
                queue + " is damaged at sequence 1: " + defect
                        + ". Put back what was there, or a backup with pod-registry restore; or end all processes that use"
                        + " the registry, and move " + registry + " away to begin anew",
                queue,
                defect);
    }

    /**
     * {@return the defect of a log that does not hold an event that was in it}
     *
     * @param sequence the event's
     * @param hash the event's, in hexadecimal digits
     */
    public static String neverStood(long sequence, String hash) {
        return "event #" + sequence + " is no longer the one with the hash " + hash.substring(0, SHOWN)
                + "…: the log was replaced by another, or has lost its end";
    }

    private static String message(Kind kind, String file, long sequence, String defect) {
        return switch (kind) {
            case TORN_TAIL ->
                file + " has a torn end at sequence " + sequence + ", as after a loss of power: " + defect
                        + "; the events before it are intact, and nothing is missing that was known to be on the disk."
                        + " Opening the registry for writing sets the end aside";
            case REBUILDABLE ->
                file + " is damaged at sequence " + sequence + ": " + defect
                        + "; every event can still be read. Keep a copy of the directory and run pod-registry repair"
                        + " --apply, which makes the files anew and keeps every event";
            case DAMAGE ->
                file + " is damaged at sequence " + sequence + ": " + defect
                        + (sequence == 1 ? "; there is no event before it" : "; the events before it are intact")
                        + ". Keep a copy of the directory and run pod-registry repair";
        };
    }

    /** {@return the kind, which decides what to do} */
    public Kind kind() {
        return kind;
    }

    /** {@return what is wrong with the first event that cannot be trusted} */
    public String defect() {
        return defect;
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
