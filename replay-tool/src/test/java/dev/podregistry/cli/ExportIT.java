package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.Prompt.Printed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of a long log in a process whose memory could not hold them. */
@Tag("slow")
class ExportIT {

    private static final int EVENTS = 40_000;
    private static final int MEGABYTES = 24;

    @TempDir
    private Path temporary;

    @Test
    void everyFormIsWrittenAsTheLogIsRead() throws IOException {
        LongLog.write(temporary.resolve("registry"), EVENTS);
        for (String form : List.of("ndjson", "csv", "cloudevents", "trace")) {
            Path out = temporary.resolve("log." + form);
            List<String> java = List.of(
                    Running.java(), "-Xmx" + MEGABYTES + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar");
            Printed printed = Running.run(
                    temporary,
                    Map.of(),
                    Running.words(
                            Running.words(java, Running.jar().toString()),
                            "export",
                            "--format",
                            form,
                            "-d",
                            "registry",
                            "-O",
                            out.toString()));
            assertEquals(0, printed.code(), printed.err());
            assertTrue(printed.err().contains(EVENTS + " of " + EVENTS + " events"), printed.err());
            long megabytes = Files.size(out) >> 20;
            assertTrue(megabytes * 2 > MEGABYTES, form + " has " + megabytes + " MB, too few to tell");
        }
    }
}
