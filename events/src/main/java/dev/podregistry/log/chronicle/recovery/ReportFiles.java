package dev.podregistry.log.chronicle.recovery;

import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.Moves;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.place.NewFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A report as it lies in its quarantine.
 *
 * <pre>
 * report.json     {"time":…,"kept":{"sequence":6,"hash":…},"defect":…,"file":…,"offset":…,"dropped":[7,8],"quarantine":…}
 * dropped.ndjson  {"sequence":7,"stored":"{…}"}      one line for each dropped event
 * </pre>
 */
public final class ReportFiles {

    static final String REPORT = "report.json";
    static final String DROPPED = "dropped.ndjson";

    /** A report that is being written, or whose writer died. */
    static final String UNFINISHED = REPORT + ".tmp";

    private static final long GREATEST = 16 << 20;
    private static final Pattern FORM = Pattern.compile(
            "\\{\"time\":\"([^\"]{1,40})\",\"kept\":\\{\"sequence\":(\\d{1,18}),\"hash\":\"([0-9a-f]{64})\"},"
                    + "\"defect\":\"((?:[^\"\\\\]|\\\\.)*+)\",\"file\":\"((?:[^\"\\\\]|\\\\.)*+)\",\"offset\":(\\d{1,18}),"
                    + "\"dropped\":\\[([\\d,]*+)](?:,\"quarantine\":\"([0-9A-Za-z.-]{1,80})\")?}\\R?");
    private static final Pattern LINE = Pattern.compile("\\{\"sequence\":(\\d{1,18}),\"stored\":\"(.*)\"}");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-f]{4})|(.))");

    private ReportFiles() {}

    /**
     * A report in short.
     *
     * @param time when
     * @param kept the sequence after which the log went on
     * @param defect what was wrong there
     * @param dropped how many events were readable, but not kept
     */
    public record Summary(Instant time, long kept, String defect, int dropped) {}

    /** Writes a report, which is there whole or not at all, and then the dropped lines. */
    public static void write(RecoveryReport report, Path folder, Fsync fsync) throws IOException {
        String sequences = report.dropped().stream()
                .map(event -> Long.toString(event.sequence()))
                .collect(Collectors.joining(","));
        Path quarantine = report.quarantine();
        Path unfinished = folder.resolve(UNFINISHED);
        write(
                fsync,
                unfinished,
                List.of("{\"time\":" + text(report.time().toString())
                        + ",\"kept\":{\"sequence\":" + report.kept().sequence()
                        + ",\"hash\":" + text(report.kept().hash().toString())
                        + "},\"defect\":" + text(report.defect())
                        + ",\"file\":" + text(String.valueOf(report.file().getFileName()))
                        + ",\"offset\":" + report.offset()
                        + ",\"dropped\":[" + sequences + "]"
                        + (quarantine == null
                                ? ""
                                : ",\"quarantine\":" + text(String.valueOf(quarantine.getFileName())))
                        + "}"));
        new Moves(fsync).move(unfinished, folder.resolve(REPORT));
        write(
                fsync,
                folder.resolve(DROPPED),
                report.dropped().stream()
                        .map(event -> "{\"sequence\":" + event.sequence() + ",\"stored\":" + text(event.stored()) + "}")
                        .toList());
        fsync.names(folder);
    }

    /** {@return the report in a quarantine, in short, or null when there is none as {@link #write} leaves it} */
    public static @Nullable Summary read(Path folder) throws IOException {
        Path file = folder.resolve(REPORT);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > GREATEST) {
            return null;
        }
        Matcher report = match(file);
        try {
            return report.matches()
                    ? new Summary(
                            Instant.parse(report.group(1)),
                            Long.parseLong(report.group(2)),
                            plain(report.group(4)),
                            report.group(7).isEmpty() ? 0 : report.group(7).split(",", -1).length)
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** {@return the report in a folder, with the dropped lines that are there; null when there is none as {@link #write} leaves it} */
    static @Nullable RecoveryReport readWhole(Path folder, RegistryDirectory directory) throws IOException {
        Path file = folder.resolve(REPORT);
        Matcher report = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? match(file) : null;
        if (report == null || !report.matches()) {
            return null;
        }
        String name = report.group(8);
        Path quarantine = name == null || name.startsWith(".")
                ? null
                : directory.quarantine().resolve(name);
        Path lines = folder.resolve(DROPPED);
        try {
            return new RecoveryReport(
                    Instant.parse(report.group(1)),
                    new LogPosition(Long.parseLong(report.group(2)), Hash.ofHex(report.group(3))),
                    plain(report.group(4)),
                    file(directory, plain(report.group(5))),
                    Long.parseLong(report.group(6)),
                    dropped(quarantine == null || Moves.isThere(lines) ? lines : quarantine.resolve(DROPPED)),
                    quarantine);
        } catch (DateTimeException | IllegalArgumentException e) {
            return null;
        }
    }

    /** A report names a file of the queue, or the queue. */
    private static Path file(RegistryDirectory directory, String name) {
        return directory.queue().endsWith(name)
                ? directory.queue()
                : directory.queue().resolve(name);
    }

    private static List<RecoveryReport.Dropped> dropped(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.map(LINE::matcher)
                    .filter(Matcher::matches)
                    .map(line -> new RecoveryReport.Dropped(Long.parseLong(line.group(1)), plain(line.group(2))))
                    .toList();
        }
    }

    private static Matcher match(Path file) throws IOException {
        return FORM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    private static void write(Fsync fsync, Path file, List<String> lines) throws IOException {
        NewFiles.createFile(file);
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
