package dev.podregistry.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Which files and folders this JVM puts on the disk, as its flight recorder tells. */
public final class Forced {

    private static final String EVENT = "jdk.FileForce";

    private Forced() {}

    /** Does something that may fail. */
    @FunctionalInterface
    public interface Action {
        void run() throws IOException;
    }

    /** {@return what was forced to the disk during the action, in order} */
    public static List<Path> during(Path scratch, Action action) throws IOException {
        Path dump = Files.createTempFile(scratch, "forced", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(EVENT).withoutThreshold().withoutStackTrace();
            recording.start();
            action.run();
            recording.stop();
            recording.dump(dump);
        }
        return RecordingFile.readAllEvents(dump).stream()
                .filter(event -> event.getEventType().getName().equals(EVENT))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .map(event -> Path.of(event.getString("path")))
                .toList();
    }
}
