package dev.podregistry.log.chronicle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A report as it lies in its quarantine.
 *
 * <pre>
 * report.json     {"time":…,"kept":{"sequence":6,"hash":…},"defect":…,"file":…,"offset":…,"dropped":[7,8]}
 * dropped.ndjson  {"sequence":7,"stored":"{…}"}      one line for each dropped event
 * </pre>
 */
final class ReportFiles {

    private ReportFiles() {}

    static void write(RecoveryReport report, Path folder, Fsync fsync) throws IOException {
        String sequences = report.dropped().stream()
                .map(event -> Long.toString(event.sequence()))
                .collect(Collectors.joining(","));
        write(
                fsync,
                folder.resolve("report.json"),
                List.of("{\"time\":" + text(report.time().toString())
                        + ",\"kept\":{\"sequence\":" + report.kept().sequence()
                        + ",\"hash\":" + text(report.kept().hash().toString())
                        + "},\"defect\":" + text(report.defect())
                        + ",\"file\":" + text(String.valueOf(report.file().getFileName()))
                        + ",\"offset\":" + report.offset()
                        + ",\"dropped\":[" + sequences + "]}"));
        write(
                fsync,
                folder.resolve("dropped.ndjson"),
                report.dropped().stream()
                        .map(event -> "{\"sequence\":" + event.sequence() + ",\"stored\":" + text(event.stored()) + "}")
                        .toList());
    }

    private static void write(Fsync fsync, Path file, List<String> lines) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, RegistryDirectory.onlyOwner(file, "rw-------"));
        Files.write(file, lines);
        fsync.file(file);
    }

    private static String text(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (int k = 0; k < value.length(); k++) {
            char c = value.charAt(k);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
