package dev.podregistry.log.json;

import com.fasterxml.jackson.core.Version;
import java.util.List;
import java.util.Optional;

/** Which Jackson the codecs need: its older versions bound no document, and have no method to ask for it. */
public final class JacksonVersion {

    private static final int MAJOR = 2;
    private static final int MINOR = 16;

    private JacksonVersion() {}

    /** {@return what to say when the Jackson on the class path is too old} */
    public static Optional<String> complaint() {
        return complaint(List.of(
                com.fasterxml.jackson.core.json.PackageVersion.VERSION,
                com.fasterxml.jackson.databind.cfg.PackageVersion.VERSION));
    }

    static Optional<String> complaint(List<Version> found) {
        return found.stream()
                .filter(version -> version.getMajorVersion() == MAJOR && version.getMinorVersion() < MINOR)
                .map(version ->
                        "the log needs Jackson " + MAJOR + "." + MINOR + " or newer, but " + version.getArtifactId()
                                + " " + version + " is on the class path; raise its version in your build")
                .findFirst();
    }
}
