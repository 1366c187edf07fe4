package dev.podregistry.log.chronicle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A report as it lies in its quarantine.
 *
 * <pre>
 * report.json     {"time":…,"kept":{"sequence":6,"hash":…},"defect":…,"file":…,"offset":…,"dropped":[7,8]}
 * dropped.ndjson  {"sequence":7,"stored":"{…}"}      one line for each dropped event
 * </pre>
 */
final class ReportFiles {

    private static final long GREATEST = 16 << 20;
    private static final Pattern REPORT = Pattern.compile(
            "\\{\"time\":\"([^\"]{1,40})\",\"kept\":\\{\"sequence\":(\\d{1,18}),\"hash\":\"[0-9a-f]{64}\"},"
                    + "\"defect\":\"((?:[^\"\\\\]|\\\\.)*+)\",\"file\":\"(?:[^\"\\\\]|\\\\.)*+\",\"offset\":\\d{1,19},"
                    + "\"dropped\":\\[([\\d,]*+)]}\\R?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-f]{4})|(.))");

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

    /** {@return the report in a quarantine, in short, or null when there is none as {@link #write} leaves it} */
    static Diagnosis.Quarantine.@Nullable Report read(Path folder) throws IOException {
        Path file = folder.resolve("report.json");
        if (!Files.isRegularFile(file) || Files.size(file) > GREATEST) {
            return null;
        }
        Matcher report = REPORT.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        try {
            return report.matches()
                    ? new Diagnosis.Quarantine.Report(
                            Instant.parse(report.group(1)),
                            Long.parseLong(report.group(2)),
                            plain(report.group(3)),
                            report.group(4).isEmpty() ? 0 : report.group(4).split(",", -1).length)
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static void write(Fsync fsync, Path file, List<String> lines) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, RegistryDirectory.onlyOwner(file, "rw-------"));
        Files.write(file, lines);
        fsync.file(file);
    }

    private static String plain(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) == null
                                ? escape.group(2)
                                : Character.toString(Integer.parseInt(escape.group(1), 16))));
    }

    private static String text(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (int k = 0; k < value.length(); k++) {
            char c = value.charAt(k);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
