package dev.podregistry.log.json;

import com.fasterxml.jackson.core.Version;
import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.LogUnavailableException.Reason;
import java.util.List;

/** Which Jackson the codecs need: its older versions bound no document, and have no method to ask for it. */
public final class JacksonVersion {

    private static final int MAJOR = 2;
    private static final int MINOR = 16;

    private JacksonVersion() {}

    /** Throws {@link LogUnavailableException} when the Jackson on the class path is too old. */
    public static void require() {
        require(List.of(
                com.fasterxml.jackson.core.json.PackageVersion.VERSION,
                com.fasterxml.jackson.databind.cfg.PackageVersion.VERSION));
    }

    static void require(List<Version> found) {
        for (Version version : found) {
            if (version.getMajorVersion() == MAJOR && version.getMinorVersion() < MINOR) {
                throw new LogUnavailableException(
                        Reason.LIBRARY,
                        "the log needs Jackson " + MAJOR + "." + MINOR + " or newer, but " + version.getArtifactId()
                                + " " + version + " is on the class path; raise its version in your build",
                        null);
            }
        }
    }
}
