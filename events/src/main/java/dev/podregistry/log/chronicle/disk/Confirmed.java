package dev.podregistry.log.chronicle.disk;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what is wrong with files that somebody may be writing, and believes it only when it is there again.
 *
 * <p>A reader that sees something before what belongs in front of it has seen the two in the wrong order, and sees both when
 * it looks again, as a writer publishes one after the other. What has moved on by then is looked at until it stands still.
 */
public final class Confirmed {

    private Confirmed() {}

    /** Reads the files anew each time, and says what is wrong so exactly that it is not the same at another place. */
    @FunctionalInterface
    public interface Look<T> {
        @Nullable
        T look() throws IOException;
    }

    /** {@return what is wrong, found by two looks in a row; null as soon as one finds nothing} */
    public static <T> @Nullable T by(Look<T> look) throws IOException {
        T before = null;
        T found = look.look();
        while (found != null && !found.equals(before)) {
            before = found;
            found = look.look();
        }
        return found;
    }
}
