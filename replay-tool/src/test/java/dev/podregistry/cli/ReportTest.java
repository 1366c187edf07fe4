package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podregistry.audit.Kind;
import dev.podregistry.audit.RandomHistory;
import dev.podregistry.audit.Replay;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.ProcessDead;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.log.Proposal;
import dev.podregistry.model.Actor;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a report, read as a browser and its scripts read it. */
class ReportTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "z");

    @TempDir
    private Path temporary;

    private static Printed report(MemoryLog log, String... options) {
        List<String> line = new ArrayList<>(List.of("report", "-O", "-"));
        line.addAll(List.of(options));
        return Prompt.on(log).run(line.toArray(String[]::new));
    }

    private static PageReader page(MemoryLog log) {
        Printed printed = report(log);
        assertEquals(0, printed.code(), printed.err());
        return new PageReader(printed.out());
    }

    private static List<Recorded> events(MemoryLog log) {
        List<Recorded> all = new ArrayList<>();
        log.open(LogPosition.START).replay(1, all::add);
        return all;
    }

    /** What a page says of an event, from the tables around it. */
    private record Row(
            String kind, String pod, String actor, long time, long life, long other, long pid, String cause) {

        static Row of(Recorded recorded, AllocationTable before, AllocationTable after) {
            Event event = recorded.event();
            long other = 0;
            long pid = -1;
            String cause = "";
            if (event instanceof Event.Registered registered) {
                pid = registered.process().pid();
            } else if (event instanceof Event.Delegated delegated) {
                other = created(before, delegated.spawner());
            } else if (event instanceof Event.Adopted adopted) {
                pid = adopted.process().pid();
            } else if (event instanceof Event.Reclaimed reclaimed && reclaimed.cause() instanceof ProcessDead dead) {
                pid = dead.process().pid();
                cause = "dead";
            } else if (event instanceof Event.Reclaimed reclaimed && reclaimed.cause() instanceof TakenBack taken) {
                other = created(before, taken.parent());
                cause = taken.removed() ? "taken back" : "taken back afterwards";
            }
            PodName pod = event.pod();
            return new Row(
                    Kind.of(event).toString(),
                    pod == null ? "the whole table" : pod.value(),
                    recorded.origin().actor().value(),
                    recorded.time().toEpochMilli(),
                    pod == null ? 0 : Math.max(created(before, pod), created(after, pod)),
                    other,
                    pid,
                    cause);
        }

        private static long created(AllocationTable table, PodName pod) {
            Allocation row = table.find(pod);
            return row == null ? 0 : row.created();
        }

        static Row of(PageReader page, int event) {
            long cause = page.column("event.cause")[event];
            return new Row(
                    page.text("kinds", "event.kind", event),
                    page.text("pods", "event.pod", event),
                    page.text("actors", "event.actor", event),
                    page.column("event.time")[event],
                    page.created(page.column("event.life")[event]),
                    page.created(page.column("event.other")[event]),
                    page.column("event.pid")[event],
                    cause < 0 ? "" : page.text("causes", cause));
        }
    }

    @Test
    void everyEventAndEveryLifeIsThatOfTheLog() {
        MemoryLog log = RandomHistory.log(3, 2_000);
        List<Recorded> events = events(log);
        PageReader page = page(log);
        assertEquals(events.size(), page.column("event.kind").length);
        Replay replay = new Replay(Long.MAX_VALUE);
        Map<Long, Allocation> begun = new HashMap<>();
        for (Recorded event : events) {
            AllocationTable before = replay.state().table();
            replay.accept(event);
            AllocationTable after = replay.state().table();
            int row = (int) event.sequence() - 1;
            assertEquals(Row.of(event, before, after), Row.of(page, row), () -> "#" + event.sequence());
            after.allocations().forEach(allocation -> begun.putIfAbsent(allocation.created(), allocation));
        }
        assertEquals(begun.size(), page.column("life.from").length);
        for (int life = 0; life < begun.size(); life++) {
            checkLife(page, life, begun.get(page.column("life.from")[life]), events);
        }
    }

    private static void checkLife(PageReader page, int life, Allocation row, List<Recorded> events) {
        assertEquals(row.pod().value(), page.text("pods", "life.pod", life));
        long parent = page.column("life.parent")[life];
        String above = parent < 0 ? null : page.text("pods", "life.pod", (int) parent);
        assertEquals(row.delegatedFrom() == null ? null : row.delegatedFrom().value(), above);
        assertEquals(row.scope().allow().size(), scope(page, life).get("allow").size());
        for (int i = 0; i < row.scope().allow().size(); i++) {
            ScopeRule rule = row.scope().allow().get(i);
            assertEquals(
                    "[\"" + rule.permission() + "\",\"" + rule.target() + "\"," + rule.recursive() + "]",
                    scope(page, life).get("allow").get(i).toString());
        }
        assertEquals(row.scope().deny().size(), scope(page, life).get("deny").size());
        long until = events.stream()
                .filter(e -> e.sequence() > row.created() && ends(e.event(), row.pod()))
                .mapToLong(Recorded::sequence)
                .findFirst()
                .orElse(0);
        assertEquals(until, page.column("life.until")[life]);
    }

    private static JsonNode scope(PageReader page, int life) {
        return page.header().get("scopes").get((int) page.column("life.scope")[life]);
    }

    private static boolean ends(Event event, PodName pod) {
        return pod.equals(event.pod())
                && (event instanceof Event.Released
                        || (event instanceof Event.Reclaimed reclaimed
                                && !(reclaimed.cause() instanceof TakenBack taken && !taken.removed())));
    }

    @Test
    void thePageKnowsTheHolderOfEveryPathAtEveryTime() {
        MemoryLog log = RandomHistory.log(4, 600);
        PageReader page = page(log);
        Replay replay = new Replay(Long.MAX_VALUE);
        List<ScopePath> paths = paths();
        for (Recorded event : events(log)) {
            replay.accept(event);
            AllocationTable table = replay.state().table();
            for (ScopePath path : paths) {
                Allocation row = table.holderOf(path);
                assertEquals(
                        row == null ? 0 : row.created(),
                        page.holder(path.value(), event.sequence()),
                        () -> path + " at #" + event.sequence());
            }
        }
        paths.forEach(path -> assertEquals(0, page.holder(path.value(), 0)));
    }

    private static List<ScopePath> paths() {
        List<ScopePath> paths = new ArrayList<>(List.of(ScopePath.ROOT));
        for (int i = 0; paths.get(i).names().size() < 3; i++) {
            ScopePath path = paths.get(i);
            NAMES.forEach(name -> paths.add(path.child(name)));
        }
        paths.add(new ScopePath("/a/b/c/z/z"));
        paths.add(new ScopePath("/b/z/z/z/z"));
        return paths;
    }

    @Test
    void namesAreDataAndNothingElse() {
        List<String> hostile = List.of(
                "</script><script>alert(1)</script>",
                "<!-- <script>",
                "]]> \"'`${x}\\",
                "𝒜\u0301 – 文",
                "<!--data-->",
                "__proto__");
        MemoryLog log = new MemoryLog(() -> Story.NOON);
        Story story = new Story(log.open(LogPosition.START));
        for (int i = 0; i < hostile.size(); i++) {
            String target = "/x/" + hostile.get(i).replace('/', '|') + "/\u202e\u200f";
            story.register(hostile.get(i), i + 1, Story.scope(ScopeRule.write(target)), i + 1);
        }
        Printed printed = report(log);
        assertEquals(0, printed.code(), printed.err());
        String plain = report(Story.shop()).out();
        assertEquals(count(plain, "<script"), count(printed.out(), "<script"));
        assertEquals(count(plain, "<!--"), count(printed.out(), "<!--"));
        PageReader page = new PageReader(printed.out());
        for (int i = 0; i < hostile.size(); i++) {
            assertEquals(hostile.get(i), page.text("pods", "event.pod", i));
            assertTrue(page.paths().contains("/x/" + hostile.get(i).replace('/', '|') + "/\u202e\u200f"));
        }
    }

    private static long count(String text, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }

    /** A block that the policy does not name would not run; a policy that names anything else would let it in. */
    @Test
    void thePolicyNamesEveryScriptAndStyleAndNothingElse() throws NoSuchAlgorithmException {
        String page = report(Story.shop()).out();
        String scripts = String.join(" ", hashes(page, "script"));
        String styles = String.join(" ", hashes(page, "style"));
        assertTrue(hashes(page, "script").size() > 2 && hashes(page, "style").size() == 2);
        assertTrue(
                page.contains("content=\"default-src 'none'; base-uri 'none'; form-action 'none'; script-src " + scripts
                        + "; style-src " + styles + "\">"),
                page.lines().filter(line -> line.contains("http-equiv")).toList()::toString);
        assertTrue(page.indexOf("http-equiv") < page.indexOf("<style>"));
        assertFalse(page.contains("sourceMappingURL"));
        String markup = Pattern.compile("<(script|style).*?</\\1>", Pattern.DOTALL)
                .matcher(page)
                .replaceAll("");
        assertFalse(
                Pattern.compile("\\s(src|href|style|on\\w+)=").matcher(markup).find(), "the page asks for more");
    }

    private static List<String> hashes(String page, String element) throws NoSuchAlgorithmException {
        List<String> hashes = new ArrayList<>();
        Matcher blocks = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
                .matcher(page);
        while (blocks.find()) {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(blocks.group(1).getBytes(StandardCharsets.UTF_8));
            hashes.add("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
        }
        return hashes;
    }

    @Test
    void thePageCarriesWhatVerifySaysAndTheLicencesOfWhatIsInIt() {
        MemoryLog log = Story.shop();
        String page = report(log).out();
        String verified = Prompt.on(log).run("verify", "-o", "ndjson").out().strip();
        assertEquals(verified, new PageReader(page).header().get("verify").toString());
        assertTrue(page.contains("Mike Bostock") && page.contains("THE SOFTWARE IS PROVIDED \"AS IS\""));
        assertTrue(page.contains("Oliver Folkerd") && page.contains("MIT License"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "2026-01-31T12:02:00Z"})
    void itEndsWhereItIsToldTo(String until) {
        Printed printed = report(Story.shop(), "--until", until);
        assertEquals(0, printed.code(), printed.err());
        PageReader page = new PageReader(printed.out());
        assertEquals(3, page.column("event.kind").length);
        assertEquals(3, page.header().get("at").get("sequence").intValue());
        assertTrue(printed.err().contains("report of 3 of 10 events at #3"), printed.err());
    }

    @Test
    void itIsWrittenWholeOrNotAtAll() throws IOException {
        Path file = temporary.resolve("report.html");
        Prompt prompt = Prompt.on(Story.shop());
        assertEquals(
                2, prompt.run("report", "-O", file.toString(), "--until", "99").code());
        Printed nowhere = prompt.run("report");
        assertEquals(2, nowhere.code());
        assertTrue(nowhere.err().contains("give -O FILE"), nowhere.err());
        assertEquals(List.of(), names(temporary));
        assertEquals(0, prompt.run("report", "-O", file.toString()).code());
        assertEquals(List.of("report.html"), names(temporary));
        assertEquals(report(Story.shop()).out(), Files.readString(file));
        Printed again = prompt.run("report", "-O", file.toString());
        assertEquals(74, again.code(), again.err());
        assertEquals(0, prompt.run("report", "-O", file.toString(), "--force").code());
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void aHistoryThatCannotHaveHappenedIsShownUpToThere() {
        MemoryLog log = Story.shop();
        log.open(LogPosition.START)
                .transact(
                        new Origin(new Actor("ci"), CommandId.random()),
                        event -> {},
                        () -> new Proposal<>(List.of(new Event.Released(new PodName("nobody"))), ""));
        Printed printed = report(log);
        assertEquals(65, printed.code(), printed.err());
        PageReader page = new PageReader(printed.out());
        assertEquals(10, page.column("event.kind").length);
        assertEquals("damaged", page.header().get("verify").get("verdict").textValue());
        assertTrue(printed.err().contains("report of 10 of 11 events at #10; the log is damaged"), printed.err());
    }
}
