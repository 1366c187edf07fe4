package dev.podregistry.cli.history;

import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.log.chronicle.doctor.Diagnosis;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Discarded;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Log.Condition;
import dev.podregistry.log.chronicle.doctor.LogDoctor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** What lies beside a log, or in it, that reading its events does not come upon. */
public final class Leftovers {

    private Leftovers() {}

    public static String text(Discarded is) {
        String holds = is.readable() == 0
                ? "no event in it can be read"
                : is.readable() + " events in it can be read, and the log has "
                        + (is.lacking() == 0 ? "all of them" : "all but " + is.lacking());
        return Printable.text(String.valueOf(is.file().getFileName())) + " was put aside by Chronicle; " + holds;
    }

    /** {@return whether files that were put aside hold events that the log lacks} Says on stderr which there are. */
    public static boolean noteDiscarded(Shell shell, Path directory) throws IOException {
        boolean lacking = false;
        for (Discarded is : LogDoctor.of(directory).discarded()) {
            shell.note(text(is) + "; "
                    + (is.lacking() == 0 ? "move it out of " : "look for a copy that has them, then move it out of ")
                    + directory.resolve("queue"));
            lacking |= is.lacking() > 0;
        }
        return lacking;
    }

    /** {@return whether the registry is marked as that of another log} Says on stderr what is wrong with its mark. */
    public static boolean noteMark(Shell shell, Path directory) throws IOException {
        Diagnosis.Mark is = LogDoctor.of(directory).mark();
        if (is.defect() != null) {
            shell.note(is.defect() + "; " + advice(is));
        }
        return is.foreign();
    }

    public static String advice(Diagnosis.Mark is) {
        if (is.foreign()) {
            return "find out who did that, and put the log back or a backup; if this log is meant, move that file away";
        }
        return "nothing is wrong with the events, and the next opening for writing "
                + (Files.isRegularFile(is.file(), LinkOption.NOFOLLOW_LINKS)
                        ? "makes it anew"
                        : "is refused until it is moved away");
    }

    /** Says on stderr when the events are all right, but what is around them is not. */
    public static void noteMisleading(Shell shell, Path directory) throws IOException {
        Diagnosis.Log is = LogDoctor.of(directory).log();
        if (is.condition() == Condition.TORN || is.condition() == Condition.REBUILDABLE) {
            shell.note("every event is intact, but not all is as its writers left it: " + is.defect()
                    + "; pod-registry repair --apply makes the files anew and keeps every event");
        }
    }
}
