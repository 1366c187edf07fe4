package dev.podregistry.cli.shell;

/** What a command tells the process that started it; the same numbers mean the same for every command. */
public final class ExitCode {

    /** Done, and the answer is yes. */
    public static final int OK = 0;

    /** Done, and the answer is no: nobody holds it, refused, the promise was broken, no --apply. */
    public static final int NEGATIVE = 1;

    /** The command line makes no sense. */
    public static final int USAGE = 2;

    /** Done, and the answer is that the registry's rules forbid it. */
    public static final int DENIED = 3;

    /** A file's contents are not what they must be (as EX_DATAERR of sysexits.h). */
    public static final int DAMAGED = 65;

    /** There is no log, or no file to import (as EX_NOINPUT). */
    public static final int NO_LOG = 66;

    /** Our bug (as EX_SOFTWARE). */
    public static final int BUG = 70;

    /** Reading or writing failed (as EX_IOERR). */
    public static final int IO = 74;

    /** The JVM was started without flags that the log needs (as EX_CONFIG). */
    public static final int JVM_FLAGS = 78;

    private ExitCode() {}
}
