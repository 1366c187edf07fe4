package dev.podregistry.log.place;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether this process can open as many files as it takes to find out, or load, what is so only once.
 *
 * <p>A class that fails at that for want of a descriptor is lost to its JVM, and what is not found out then may be held for
 * unknown for good.
 */
public final class SpareDescriptors {

    /** More than the first opening of a log takes. */
    static final int MANY = 16;

    private SpareDescriptors() {}

    /** Throws if there are too few. */
    public static void require() throws IOException {
        List<InputStream> open = new ArrayList<>(MANY);
        try {
            while (open.size() < MANY) {
                open.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            if (Reasons.isTooMany(e)) {
                throw e;
            }
            // There is no such file on this system, and so nothing to be seen.
        } finally {
            for (InputStream one : open) {
                one.close();
            }
        }
    }
}
