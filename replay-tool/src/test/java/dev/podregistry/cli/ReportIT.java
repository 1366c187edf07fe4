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

/** Reports of long logs: how much memory they take, and how much room. */
@Tag("slow")
class ReportIT {

    private static final int EVENTS = 40_000;
    private static final int MEGABYTES = 40;

    @TempDir
    private Path temporary;

    /** Every pod has a name and a path of its own, so that the tables of texts grow as fast as the log. */
    @Test
    void aLongLogFitsInASmallHeap() throws IOException {
        LongLog.write(temporary.resolve("registry"), EVENTS);
        List<String> java = List.of(
                Running.java(), "-Xmx" + MEGABYTES + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar");
        Printed printed = Running.run(
                temporary,
                Map.of(),
                Running.words(
                        Running.words(java, Running.jar().toString()),
                        "report",
                        "-d",
                        "registry",
                        "-O",
                        "report.html"));
        assertEquals(0, printed.code(), printed.err());
        PageReader page = new PageReader(Files.readString(temporary.resolve("report.html")));
        assertEquals(EVENTS, page.column("event.kind").length);
        assertEquals(EVENTS / 2, page.column("life.from").length);
    }

    @Test
    void aHundredThousandEventsTakeLessThanFiveMegabytes() throws IOException {
        Path registry = temporary.resolve("registry");
        Path report = temporary.resolve("report.html");
        BusyRegistry.write(registry, 100_000, 500, 5);
        Printed printed = Prompt.onDisk().run("report", "-d", registry.toString(), "-O", report.toString());
        assertEquals(0, printed.code(), printed.err());
        assertTrue(Files.size(report) < 5_000_000, Files.size(report) + " bytes");
    }
}
