package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.api.PathPolicy;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegisterRequest;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.child.ChildJvm;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.model.Durability;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing on the disk or on the screen depends on the language of the machine.
 *
 * <p>In Persian, {@code %020d} writes other digits: such snapshots were never found again, and never removed.
 */
@Tag("slow")
@Timeout(600)
final class LocaleTest {

    /** Languages with digits of their own, with another calendar, and with a small i that is no ASCII. */
    private static final String PERSIAN = "fa-IR";

    private static final String THAI = "th-TH-u-ca-buddhist-nu-thai";

    private static final List<String> MORE = List.of("ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "tr-TR");

    private static final List<String> LINES = List.of(
            "log",
            "log --reverse -n 3 -o ndjson",
            "show 3",
            "show tester",
            "state",
            "tree",
            "who /srv/shop/services/checkout/src",
            "blame /srv/shop --subtree",
            "diff 2 8 -o json",
            "check /srv/handbook/legal/a --pod docs-writer --at 9",
            "stats",
            "simulate register x --allow WRITE:/new",
            "verify",
            "doctor",
            "export --format pods-json",
            "export --format csv",
            "report -O -",
            "show --help",
            "LOG",
            "log -n x");

    @TempDir
    private Path temporary;

    @Test
    void aWholeLifeIsTheSameInEveryLanguage() throws Exception {
        try (Running persian = start(PERSIAN, MORE, "-Duser.language=fa", "-Duser.country=IR");
                Running thai = start(
                        THAI,
                        List.of(),
                        "-Duser.language=th",
                        "-Duser.country=TH",
                        "-Duser.extensions=u-ca-buddhist-nu-thai")) {
            String expected = Life.live(temporary.resolve("en"));
            assertTrue(expected.contains("snapshots/snapshot-0"), expected);
            assertTrue(expected.contains("/report.json"), expected);
            for (Running child : List.of(persian, thai)) {
                Prompt.Printed printed = child.finish(160);
                assertEquals(0, printed.code(), printed.err());
                assertEquals("", printed.err());
            }
            List<String> languages = new ArrayList<>(List.of(PERSIAN, THAI));
            languages.addAll(MORE);
            for (String language : languages) {
                assertSame(expected, Files.readString(temporary.resolve(language + ".txt")), language);
            }
        }
    }

    private static void assertSame(String expected, String told, String language) {
        List<String> lines = expected.lines().toList();
        List<String> others = told.lines().toList();
        for (int i = 0; i < Math.min(lines.size(), others.size()); i++) {
            assertEquals(lines.get(i), others.get(i), language);
        }
        assertEquals(lines.size(), others.size(), language);
    }

    private Running start(String language, List<String> more, String... options) throws IOException {
        List<String> flags = new ArrayList<>(ChildJvm.flags());
        flags.addAll(List.of(options));
        flags.add("-Djava.io.tmpdir=" + temporary);
        List<String> command = new ArrayList<>(
                ChildJvm.command(flags, Life.class, temporary, language).command());
        command.addAll(more);
        return Running.start(temporary, Map.of(), command);
    }

    /** What happens to registries: they are written to for two days, torn, mended, read again, and asked everything. */
    static final class Life {

        private Life() {}

        /** Takes a place, the language of this JVM, and others that it is to go on in. */
        public static void main(String[] arguments) throws IOException {
            Path place = Path.of(arguments[0]);
            if (!Locale.getDefault().equals(Locale.forLanguageTag(arguments[1]))) {
                throw new IllegalStateException("this JVM speaks " + Locale.getDefault());
            }
            for (String language : List.of(arguments).subList(1, arguments.length)) {
                Locale.setDefault(Locale.forLanguageTag(language));
                Files.writeString(place.resolve(language + ".txt"), live(place.resolve(language)));
            }
        }

        static String live(Path place) throws IOException {
            StringBuilder told = new StringBuilder();
            snapshots(place.resolve("pods"));
            Path registry = place.resolve("story");
            twoDays(registry);
            tear(registry);
            twoDays(registry);
            for (String line : LINES) {
                Prompt.Printed printed = Prompt.onDisk()
                        .with(RegistryOption.VARIABLE, registry.toString())
                        .run(line.split(" "));
                boolean page = line.startsWith("report");
                told.append(line).append('\n').append(printed.code());
                told.append(page ? new PageReader(printed.out()).header() : printed.out());
                told.append(printed.err());
                if (line.equals("doctor")) {
                    told.setLength(told.indexOf("durability"));
                }
            }
            told.append(kept(place));
            told.append(names(place));
            return told.toString()
                    .replace(place.toString(), "PLACE")
                    .replaceAll("[0-9]+(\\.[0-9]+)?", "0")
                    .replaceAll("[0-9a-f]{9,}", "HASH");
        }

        private static void snapshots(Path registry) {
            RegistryOptions options = RegistryOptions.defaults()
                    .durability(Durability.PAGE_CACHE)
                    .paths(PathPolicy.logical())
                    .snapshotEvery(10);
            for (int round = 0; round < 5; round++) {
                try (PodRegistry pods = PodRegistry.open(registry, options)) {
                    for (int pod = 0; pod < 51; pod++) {
                        pods.register(RegisterRequest.pod("pod").write("/pod"))
                                .orElseThrow()
                                .release()
                                .orElseThrow();
                    }
                }
            }
        }

        private static void twoDays(Path registry) {
            Instant[] clock = {Story.NOON.plusSeconds(12 * 3600 - 150)};
            ChronicleLogOptions options =
                    ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> clock[0]);
            try (ChronicleLog log = ChronicleLog.open(registry, options, LogPosition.START)) {
                if (log.recovery().isEmpty()) {
                    Story.tellShop(new Story(log), clock);
                }
            }
        }

        private static void tear(Path registry) throws IOException {
            Path day = registry.resolve("queue/20260201F.cq4");
            String text = Files.readString(day, StandardCharsets.ISO_8859_1);
            try (RandomAccessFile file = new RandomAccessFile(day.toFile(), "rw")) {
                file.seek(text.indexOf("{\"schema\":1,\"sequence\":10,") - 14);
                file.write(new byte[40]);
            }
        }

        private static List<Long> kept(Path place) {
            return SnapshotFiles.in(place.resolve("pods"), warning -> {}).sequences();
        }

        private static String names(Path place) throws IOException {
            try (Stream<Path> files = Files.walk(place)) {
                return files.map(file -> place.relativize(file).toString())
                        .sorted()
                        .collect(Collectors.joining("\n"));
            }
        }
    }
}
