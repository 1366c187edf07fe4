package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.Proposal;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.DamagedLogException.Kind;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogException;
import dev.podregistry.model.PodName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One table of damages, and what {@code verify}, {@code doctor}, {@code repair}, {@code state} and opening for writing make of
 * each: the same verdict, at the same place, and never a shorter history without a word.
 */
@Tag("slow")
@Timeout(600)
final class DamageTableTest {

    private static final String BEFORE = "20260130F.cq4";
    private static final String FIRST = "20260131F.cq4";
    private static final String MIDDLE = "20260201F.cq4";
    private static final String LAST = "20260202F.cq4";
    private static final String AFTER = "20260203F.cq4";
    private static final String TABLE = "metadata.cq4t";
    private static final String DISCARD = ".discard";
    private static final Pattern MISSING = Pattern.compile("(?<!nothing) (is|are) missing");
    private static final int FIRST_OF_MIDDLE = 11;
    private static final int FIRST_OF_LAST = 15;
    private static final int EVENTS = 18;
    private static final int[] ALL_BITS = IntStream.range(0, 32).toArray();
    /** Of the length the lowest, one that may be padding, and some others; and both bits that say what a header is. */
    private static final int[] SOME_BITS = {0, 1, 2, 9, 18, 29, 30, 31};

    @TempDir
    private static Path temporary;

    private static Path sound;
    private static Instant end;
    private static List<Recorded> all;

    @TempDir
    private Path work;

    private int copies;

    /** What is to be said. */
    private enum Verdict {
        /** Nothing is wrong. */
        SOUND,
        /** The events are right, and what Chronicle keeps for itself is not. */
        MISLED,
        /** Every event is there, but not where it should be. */
        REBUILDABLE,
        /** The end is lost, as a loss of power may lose it. */
        TORN,
        /** What was on the disk is not there. */
        DAMAGED
    }

    /**
     * A line of the table.
     *
     * @param name what was done
     * @param done does it to a queue
     * @param verdict the verdict
     * @param file the name of the file where
     * @param sequence the first event that cannot be trusted, or is not where it should be
     */
    private record Damage(String name, Change done, Verdict verdict, String file, int sequence) {

        /** {@return whether it has renamed a file as Chronicle would, which each tool has to name then} */
        boolean isRenaming() {
            return name.contains("renamed");
        }

        boolean removesFiles() {
            return name.contains("missing") || isRenaming();
        }

        /** {@return whether it is one of a row of small changes, which need not all be tried in every way} */
        boolean isOfABit() {
            return name.startsWith("bit ");
        }

        @Override
        public String toString() {
            return name + ": " + verdict;
        }
    }

    @FunctionalInterface
    private interface Change {
        void of(Path queue) throws IOException;
    }

    @BeforeAll
    static void write() {
        sound = temporary.resolve("sound");
        Instant[] clock = {Story.NOON};
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.withClock(() -> clock[0]);
        try (ChronicleLog log = ChronicleLog.open(sound, options, LogPosition.START)) {
            Story story = new Story(log);
            Story.tellShop(story, clock);
            for (int event = FIRST_OF_MIDDLE; event <= EVENTS; event++) {
                clock[0] = Story.NOON.plus(Duration.ofDays(event < FIRST_OF_LAST ? 1 : 2));
                story.register("later-" + event, 500 + event, Story.scope(), 100 + event);
            }
        }
        end = clock[0];
        all = read(sound);
        assertEquals(EVENTS, all.size());
    }

    static Stream<Damage> table() {
        return Stream.of(
                        chosen(),
                        names(),
                        ends(),
                        bits(ALL_BITS, "last header", LAST, bytes -> header(bytes, EVENTS), EVENTS, -1),
                        bits(SOME_BITS, "first header of the middle day", MIDDLE, bytes -> 0, FIRST_OF_MIDDLE, 1),
                        bits(SOME_BITS, "first header of the last day", LAST, bytes -> 0, FIRST_OF_LAST, 1))
                .flatMap(damages -> damages);
    }

    private static Stream<Damage> chosen() {
        return Stream.of(
                new Damage("nothing", queue -> {}, Verdict.SOUND, "", 0),
                damage("a letter of the first event", FIRST, bytes -> flip(bytes, line(bytes, 1) + 90, 1), 1),
                damage("a letter of the second event", FIRST, bytes -> flip(bytes, line(bytes, 2) + 90, 1), 2),
                damage("a letter of the first of a day", MIDDLE, bytes -> flip(bytes, line(bytes, 11) + 90, 1), 11),
                damage("a letter of the middle day", MIDDLE, bytes -> flip(bytes, line(bytes, 12) + 90, 1), 12),
                damage("zeros over the first event", FIRST, bytes -> zero(bytes, header(bytes, 1), 400), 1),
                damage("a letter of the last event", LAST, bytes -> flip(bytes, line(bytes, 18) + 90, 1), 18),
                damage("zeros in the middle of an event", MIDDLE, bytes -> zero(bytes, line(bytes, 12), 40), 12),
                damage("zeros over a transaction", MIDDLE, bytes -> zero(bytes, header(bytes, 12), 400), 12),
                new Damage(
                        "zeros over the last transaction",
                        change(LAST, DamageTableTest::withoutLast),
                        Verdict.TORN,
                        LAST,
                        18),
                new Damage(
                        "zeros over a header in the middle",
                        change(LAST, bytes -> zero(bytes, header(bytes, 16), 4)),
                        Verdict.REBUILDABLE,
                        LAST,
                        16),
                damage("random bytes, as unfinished", LAST, bytes -> random(bytes, 0x80), 15),
                damage("random bytes, as a document", LAST, bytes -> random(bytes, 0x00), 15),
                damage("random bytes, as a description", LAST, bytes -> random(bytes, 0x40), 15),
                damage("random bytes in the middle day", MIDDLE, bytes -> random(bytes, 0x80), 11),
                damage("the last day emptied", LAST, bytes -> new byte[0], 15),
                damage("the last day cut to some bytes", LAST, bytes -> Arrays.copyOf(bytes, 100), 15),
                damage("the middle day emptied", MIDDLE, bytes -> new byte[0], MIDDLE, 11),
                damage("the last day missing", queue -> Files.delete(queue.resolve(LAST)), LAST, 15),
                damage(
                        "the last day and the table missing",
                        queue -> {
                            Files.delete(queue.resolve(LAST));
                            Files.delete(queue.resolve(TABLE));
                        },
                        MIDDLE,
                        15),
                damage(
                        "the last day renamed as Chronicle does it",
                        queue -> Files.move(queue.resolve(LAST), queue.resolve(LAST + DISCARD)),
                        LAST,
                        15),
                damage("the middle day missing", queue -> Files.delete(queue.resolve(MIDDLE)), LAST, 11),
                damage("the first day missing", queue -> Files.delete(queue.resolve(FIRST)), MIDDLE, 1),
                damage(
                        "all days missing",
                        queue -> {
                            for (String day : List.of(FIRST, MIDDLE, LAST)) {
                                Files.delete(queue.resolve(day));
                            }
                        },
                        LAST,
                        1),
                damage(
                        "the first day emptied and the others missing",
                        queue -> {
                            Files.write(queue.resolve(FIRST), new byte[0]);
                            Files.delete(queue.resolve(MIDDLE));
                            Files.delete(queue.resolve(LAST));
                        },
                        FIRST,
                        1),
                damage("queue missing", queue -> Files.move(queue, queue.resolveSibling("elsewhere")), "queue", 1),
                damage("queue emptied", DamageTableTest::empty, "queue", 1),
                damage(
                        "all days missing, and the name in the table",
                        queue -> {
                            empty(queue);
                            Files.write(queue.resolve(TABLE), new byte[0]);
                        },
                        "queue",
                        1),
                damage(
                        "all days missing, but for one of zeros",
                        queue -> {
                            empty(queue);
                            Files.write(queue.resolve(FIRST), new byte[320 << 10]);
                        },
                        FIRST,
                        1),
                rebuildable("first header zero", MIDDLE, bytes -> zero(bytes, 0, 4), 11),
                rebuildable("first header as unfinished", MIDDLE, bytes -> zero(flip(bytes, 3, 0xc0), 0, 3), 11),
                new Damage("table missing", queue -> Files.delete(queue.resolve(TABLE)), Verdict.MISLED, TABLE, 19),
                new Damage("table emptied", change(TABLE, bytes -> new byte[0]), Verdict.MISLED, TABLE, 19),
                new Damage("table of zeros", change(TABLE, bytes -> new byte[bytes.length]), Verdict.MISLED, TABLE, 19),
                new Damage(
                        "table names a day less",
                        change(TABLE, bytes -> add(bytes, 0xb8, -1)),
                        Verdict.MISLED,
                        TABLE,
                        19),
                new Damage(
                        "table names a day more",
                        change(TABLE, bytes -> add(bytes, 0xb8, 1)),
                        Verdict.MISLED,
                        TABLE,
                        19),
                new Damage(
                        "table begins a day later",
                        change(TABLE, bytes -> add(bytes, 0xe0, 1)),
                        Verdict.MISLED,
                        TABLE,
                        19),
                new Damage(
                        "table begins a day earlier",
                        change(TABLE, bytes -> add(bytes, 0xe0, -1)),
                        Verdict.MISLED,
                        TABLE,
                        19),
                new Damage(
                        "pointer of the last day",
                        change(LAST, bytes -> add(bytes, 0x40, 4)),
                        Verdict.MISLED,
                        LAST,
                        19),
                new Damage(
                        "pointer of the middle day",
                        change(MIDDLE, bytes -> add(bytes, 0x40, 4)),
                        Verdict.MISLED,
                        MIDDLE,
                        19),
                new Damage(
                        "a letter of the description of the last day",
                        change(LAST, bytes -> flip(bytes, 9, 1)),
                        Verdict.MISLED,
                        LAST,
                        19),
                new Damage(
                        "a length in the description of the middle day",
                        change(MIDDLE, bytes -> flip(bytes, 25, 4)),
                        Verdict.MISLED,
                        MIDDLE,
                        19),
                new Damage("unpublished behind the end", change(LAST, DamageTableTest::begun), Verdict.SOUND, "", 0));
    }

    /** Every event is there, in a file that goes by another name, or by two. */
    private static Stream<Damage> names() {
        return Stream.of(
                doubled("the first day doubled under an earlier name", FIRST, BEFORE, 1),
                doubled("the middle day doubled under an earlier name", MIDDLE, BEFORE, FIRST_OF_MIDDLE),
                doubled("the last day doubled under an earlier name", LAST, BEFORE, FIRST_OF_LAST),
                doubled("the first day doubled under a later name", FIRST, AFTER, 1),
                doubled("the middle day doubled under a later name", MIDDLE, AFTER, FIRST_OF_MIDDLE),
                doubled("the last day doubled under a later name", LAST, AFTER, FIRST_OF_LAST),
                new Damage(
                        "the last day as it was doubled under a later name",
                        queue ->
                                Files.write(queue.resolve(AFTER), withoutLast(Files.readAllBytes(queue.resolve(LAST)))),
                        Verdict.REBUILDABLE,
                        AFTER,
                        FIRST_OF_LAST),
                damage(
                        "the middle day under a later name as well, with another letter",
                        queue -> Files.write(
                                queue.resolve(AFTER),
                                middleWithAnotherLetter(Files.readAllBytes(queue.resolve(MIDDLE)))),
                        AFTER,
                        EVENTS + 1),
                new Damage(
                        "the first and the middle day doubled",
                        queue -> {
                            Files.copy(queue.resolve(FIRST), queue.resolve(BEFORE));
                            Files.copy(queue.resolve(MIDDLE), queue.resolve(AFTER));
                        },
                        Verdict.REBUILDABLE,
                        BEFORE,
                        1),
                moved("the first day under a later name", FIRST, AFTER, 1),
                moved("the middle day under a later name", MIDDLE, AFTER, FIRST_OF_MIDDLE),
                moved("the middle day under an earlier name", MIDDLE, BEFORE, FIRST_OF_MIDDLE),
                moved("the last day under an earlier name", LAST, BEFORE, FIRST_OF_LAST),
                new Damage(
                        "the names of two days exchanged",
                        queue -> {
                            Files.move(queue.resolve(MIDDLE), queue.resolve(AFTER));
                            Files.move(queue.resolve(LAST), queue.resolve(MIDDLE));
                            Files.move(queue.resolve(AFTER), queue.resolve(LAST));
                        },
                        Verdict.REBUILDABLE,
                        LAST,
                        FIRST_OF_MIDDLE));
    }

    private static byte[] middleWithAnotherLetter(byte[] bytes) {
        return flip(bytes, line(bytes, 12) + 90, 1);
    }

    private static Damage doubled(String name, String file, String to, int sequence) {
        Change change = queue -> Files.copy(queue.resolve(file), queue.resolve(to));
        return new Damage(name, change, Verdict.REBUILDABLE, to, sequence);
    }

    private static Damage moved(String name, String file, String to, int sequence) {
        Change change = queue -> Files.move(queue.resolve(file), queue.resolve(to));
        return new Damage(name, change, Verdict.REBUILDABLE, to, sequence);
    }

    /** What Chronicle leaves behind the last transaction of a day when the next one begins. */
    private static Stream<Damage> ends() {
        return Stream.of(
                misled("end mark of the first day zeroed", FIRST, bytes -> zero(bytes, end(bytes, 10), 4)),
                misled("end mark of the middle day zeroed", MIDDLE, bytes -> zero(bytes, end(bytes, 14), 4)),
                misled(
                        "end mark of the middle day as unfinished",
                        MIDDLE,
                        bytes -> flip(bytes, end(bytes, 14) + 3, 64)));
    }

    private static Damage misled(String name, String file, UnaryOperator<byte[]> change) {
        return new Damage(name, change(file, change), Verdict.MISLED, file, EVENTS + 1);
    }

    private static void empty(Path queue) throws IOException {
        for (String file : List.of(FIRST, MIDDLE, LAST, TABLE)) {
            Files.delete(queue.resolve(file));
        }
    }

    private static Damage damage(String name, Change change, String file, int sequence) {
        return new Damage(name, change, Verdict.DAMAGED, file, sequence);
    }

    private static Damage damage(String name, String file, UnaryOperator<byte[]> change, int sequence) {
        return damage(name, change(file, change), file, sequence);
    }

    private static Damage damage(String name, String file, UnaryOperator<byte[]> change, String place, int sequence) {
        return damage(name, change(file, change), place, sequence);
    }

    private static Damage rebuildable(String name, String file, UnaryOperator<byte[]> change, int sequence) {
        return new Damage(name, change(file, change), Verdict.REBUILDABLE, file, sequence);
    }

    private interface Place {
        int in(byte[] bytes);
    }

    private static Stream<Damage> bits(int[] bits, String name, String file, Place place, int sequence, int padding) {
        return Arrays.stream(bits)
                .mapToObj(bit -> new Damage(
                        "bit " + bit + " of the " + name,
                        change(file, bytes -> flip(bytes, place.in(bytes) + bit / 8, 1 << bit % 8)),
                        bit == padding ? Verdict.SOUND : Verdict.REBUILDABLE,
                        file,
                        sequence));
    }

    private static Change change(String file, UnaryOperator<byte[]> change) {
        return queue -> {
            Path path = queue.resolve(file);
            Files.write(path, change.apply(Files.readAllBytes(path)));
        };
    }

    private static int line(byte[] bytes, int sequence) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf("{\"schema\":1,\"sequence\":" + sequence + ",");
    }

    /** {@return where the transaction of one event begins} */
    private static int header(byte[] bytes, int sequence) {
        return line(bytes, sequence) - 14;
    }

    /** {@return where the transaction of one event ends, and the next header is} */
    private static int end(byte[] bytes, int sequence) {
        int at = header(bytes, sequence);
        return at + 4 + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at) + 3 & ~3;
    }

    private static byte[] flip(byte[] bytes, int at, int bits) {
        bytes[at] ^= (byte) bits;
        return bytes;
    }

    private static byte[] zero(byte[] bytes, int from, int length) {
        Arrays.fill(bytes, from, from + length, (byte) 0);
        return bytes;
    }

    private static byte[] withoutLast(byte[] bytes) {
        int at = header(bytes, EVENTS);
        return zero(bytes, at, bytes.length - at);
    }

    private static byte[] random(byte[] bytes, int top) {
        new Random(3).nextBytes(bytes);
        bytes[3] = (byte) (bytes[3] & 0x3f | top);
        return bytes;
    }

    private static byte[] add(byte[] bytes, int at, long more) {
        ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        values.putLong(at, values.getLong(at) + more);
        return bytes;
    }

    /** A writer died when all of the next transaction was there but its header. */
    private static byte[] begun(byte[] bytes) {
        int at = header(bytes, 18);
        int behind = end(bytes, 18);
        System.arraycopy(bytes, at + 4, bytes, behind + 4, behind - at - 4);
        return bytes;
    }

    private static List<Recorded> read(Path registry) {
        List<Recorded> read = new ArrayList<>();
        try (ChronicleLogReader reader = ChronicleLogReader.open(registry, LogPosition.START)) {
            reader.replay(1, read::add);
        }
        return read;
    }

    private Path copy(Damage damage) throws IOException {
        Path copy = work.resolve("copy-" + copies++);
        try (Stream<Path> files = Files.walk(sound)) {
            for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
                Files.copy(file, copy.resolve(sound.relativize(file).toString()));
            }
        }
        damage.done().of(copy.resolve("queue"));
        return copy;
    }

    private static Printed run(String command, Path registry) {
        return Prompt.onDisk()
                .with(RegistryOption.VARIABLE, registry.toString())
                .run(command.split(" "));
    }

    private static void assertSays(Printed printed, String... texts) {
        String both = printed.out() + printed.err();
        for (String text : texts) {
            assertTrue(both.contains(text), "'" + text + "' in " + printed.code() + "\n" + both);
        }
    }

    private static void assertCode(int code, Printed printed) {
        assertEquals(code, printed.code(), printed.out() + printed.err());
    }

    @ParameterizedTest
    @MethodSource("table")
    void allToolsAgree(Damage damage) throws IOException {
        verify(damage, copy(damage));
        doctor(damage, copy(damage));
        missesWhatIsGoneOnly(damage, copy(damage));
        if (damage.isRenaming()) {
            for (String command : List.of("verify", "doctor", "repair")) {
                assertSays(run(command, copy(damage)), LAST + DISCARD);
            }
        }
        repair(damage, copy(damage));
        state(damage, copy(damage));
        for (boolean nextDay : damage.isOfABit() ? new boolean[] {true} : new boolean[] {false, true}) {
            open(damage, copy(damage), nextDay);
        }
    }

    /** One letter of an event was changed, and all tools said that it was missing, with the files of the days before. */
    private static void missesWhatIsGoneOnly(Damage damage, Path registry) {
        for (String command : List.of("verify", "doctor", "repair")) {
            Printed printed = run(command, registry);
            Matcher missing = MISSING.matcher(printed.out() + printed.err());
            assertTrue(damage.removesFiles() || !missing.find(), printed.out() + printed.err());
        }
    }

    /** A last day of zeros looks unborn, and a last event of zeros torn, unless a snapshot knows of their events. */
    @Test
    void whatASnapshotProvesIsMissed() throws IOException {
        UnaryOperator<byte[]> zeros = bytes -> new byte[bytes.length];
        for (Damage damage : List.of(
                damage("the last day of zeros", LAST, zeros, FIRST_OF_LAST),
                damage("the last event of zeros", LAST, DamageTableTest::withoutLast, EVENTS))) {
            verify(damage, witnessed(damage));
            assertFalse(run("verify", witnessed(damage)).out().contains("removed"));
            doctor(damage, witnessed(damage));
            state(damage, witnessed(damage));
            open(damage, witnessed(damage), false);
            open(damage, witnessed(damage), true);
            for (String command : List.of("repair", "repair --apply")) {
                Path registry = witnessed(damage);
                Printed repair = run(command, registry);
                assertTrue(repair.code() > 1, repair.toString());
                assertSays(
                        repair, "event " + damage.sequence() + " is lost", "the snapshot of #" + EVENTS + " is whole");
                Files.move(registry.resolve("snapshots"), work.resolve("away-" + copies));
                assertCode(0, run("repair --apply", registry));
                assertEquals(all.subList(0, damage.sequence() - 1), read(registry));
            }
        }
    }

    /** Whatever was lost before a snapshot, if all after it is there, the log can go on from the snapshot, and all tools offer that. */
    @Test
    void whatASnapshotReplacesCanBeGivenUp() throws IOException {
        UnaryOperator<byte[]> nothing = bytes -> new byte[0];
        for (Damage damage : List.of(
                damage("the first day missing", queue -> Files.delete(queue.resolve(FIRST)), MIDDLE, 1),
                damage("the first day emptied", FIRST, nothing, 1),
                damage("the middle day missing", queue -> Files.delete(queue.resolve(MIDDLE)), LAST, 11),
                damage("a letter of the middle day", MIDDLE, bytes -> flip(bytes, line(bytes, 12) + 90, 1), 12))) {
            String offer = "go on from the snapshot of #" + (FIRST_OF_LAST - 1);
            verify(damage, witnessed(damage));
            doctor(damage, witnessed(damage));
            assertSays(run("verify", witnessed(damage)), offer);
            assertSays(run("doctor", witnessed(damage)), offer);
            assertSays(run("repair", witnessed(damage)), offer);
            Path registry = witnessed(damage);
            assertCode(1, run("repair --from-snapshot", registry));
            assertCode(0, run("repair --from-snapshot --apply", registry));
            assertSays(run("verify", registry), "the log is sound", "begins at #" + (FIRST_OF_LAST - 1));
            assertEquals(all.subList(FIRST_OF_LAST - 1, EVENTS), read(registry));
        }
    }

    private Path witnessed(Damage damage) throws IOException {
        Path copy = copy(new Damage("nothing", queue -> {}, Verdict.SOUND, "", 0));
        Snapshots.of(copy).keepOnly((long) FIRST_OF_LAST - 1, (long) EVENTS);
        assertSays(run("verify", copy), "the log is sound");
        damage.done().of(copy.resolve("queue"));
        return copy;
    }

    private static void verify(Damage damage, Path registry) {
        Printed verify = run("verify", registry);
        switch (damage.verdict()) {
            case SOUND -> {
                assertCode(0, verify);
                assertEquals("", verify.err());
            }
            case MISLED -> {
                assertTrue(verify.code() == 0 || verify.code() == 65, verify.out() + verify.err());
                assertSays(verify, damage.file(), "every event", "repair");
                if (verify.code() == 65) {
                    assertSays(verify, " at sequence " + damage.sequence());
                }
            }
            case REBUILDABLE -> {
                assertCode(65, verify);
                assertSays(verify, damage.file(), " at sequence " + damage.sequence(), "every event", "repair --apply");
            }
            case TORN -> {
                assertCode(65, verify);
                assertSays(verify, damage.file(), " at sequence " + damage.sequence(), "torn end");
            }
            case DAMAGED -> {
                assertCode(65, verify);
                assertSays(verify, damage.file(), " at sequence " + damage.sequence(), "is damaged");
                assertFalse(verify.err().contains("every event"), verify.err());
            }
        }
    }

    private static void doctor(Damage damage, Path registry) {
        Printed doctor = run("doctor", registry);
        switch (damage.verdict()) {
            case SOUND -> assertSays(doctor, "log        ok");
            case MISLED -> assertSays(doctor, "log        warn", damage.file(), "all events being intact");
            case REBUILDABLE -> {
                assertCode(65, doctor);
                assertSays(doctor, "log        FAIL", "every event is there", place(damage));
            }
            case TORN -> assertSays(doctor, "log        warn", place(damage));
            case DAMAGED -> {
                assertCode(65, doctor);
                assertSays(doctor, "log        FAIL", "damage", place(damage));
            }
        }
    }

    private static String place(Damage damage) {
        return "event " + damage.sequence() + " in " + damage.file();
    }

    private static int kept(Damage damage) {
        return switch (damage.verdict()) {
            case SOUND, MISLED, REBUILDABLE -> EVENTS;
            case TORN, DAMAGED -> damage.sequence() - 1;
        };
    }

    private static void repair(Damage damage, Path registry) throws IOException {
        if (kept(damage) == 0) {
            refusesToRepair(damage, registry);
            return;
        }
        Printed plan = run("repair", registry);
        Printed applied = run("repair --apply", registry);
        assertCode(0, applied);
        if (damage.verdict() == Verdict.SOUND) {
            assertCode(0, plan);
            assertSays(plan, "nothing to repair");
            assertSays(applied, "nothing to repair");
        } else {
            assertCode(1, plan);
            assertSays(plan, damage.file(), "can be kept     everything up to #" + kept(damage));
            assertSays(applied, damage.file(), "kept     everything up to #" + kept(damage), "original");
        }
        assertCode(0, run("verify", registry));
        assertEquals(all.subList(0, kept(damage)), read(registry));
        noneIsRenamed(damage, registry);
    }

    /** Nothing would be left of a log that had begun. */
    private static void refusesToRepair(Damage damage, Path registry) throws IOException {
        for (String command : List.of("repair", "repair --apply")) {
            Printed repair = run(command, registry);
            assertTrue(repair.code() > 1, repair.toString());
            assertSays(repair, "no event", "manifest.json says that the log began at " + Story.NOON, "restore");
        }
        assertFalse(Files.exists(registry.resolve("quarantine")));
        if (damage.file().equals("queue")) {
            return;
        }
        Files.delete(registry.resolve("manifest.json"));
        assertCode(0, run("repair --apply", registry));
        assertEquals(List.of(), read(registry));
    }

    /** But what the damage itself has renamed. */
    private static void noneIsRenamed(Damage damage, Path registry) throws IOException {
        if (!Files.exists(registry.resolve("queue"))) {
            return;
        }
        try (Stream<Path> files = Files.list(registry.resolve("queue"))) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.toString().endsWith(DISCARD))
                            .filter(file -> !damage.isRenaming())
                            .toList());
        }
    }

    private static void state(Damage damage, Path registry) {
        Printed state = run("state", registry);
        boolean complete = kept(damage) == EVENTS;
        if (damage.verdict() == Verdict.SOUND) {
            assertCode(0, state);
        } else if (state.code() == 0) {
            assertTrue(complete, state.out());
        } else {
            assertCode(65, state);
        }
        if (state.code() == 0) {
            assertSays(state, " at #" + EVENTS);
        }
    }

    private static void open(Damage damage, Path registry, boolean nextDay) throws IOException {
        Instant now = nextDay ? end.plus(Duration.ofDays(1)) : end;
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> now);
        List<Recorded> seen = new ArrayList<>();
        try (ChronicleLog log = ChronicleLog.open(registry, options, LogPosition.START)) {
            log.transact(
                    new Origin(new Actor("test"), CommandId.random()),
                    seen::add,
                    () -> new Proposal<>(List.of(new Event.Released(new PodName("later-18"))), ""));
            assertTrue(damage.verdict() != Verdict.DAMAGED, () -> "opened with " + log.recovery());
            assertEquals(damage.verdict() == Verdict.TORN, log.recovery().isPresent() && kept(damage) < EVENTS);
            assertEquals(all.subList(0, kept(damage)), seen.subList(0, seen.size() - 1));
        } catch (DamagedLogException e) {
            assertTrue(damage.verdict() == Verdict.REBUILDABLE || damage.verdict() == Verdict.DAMAGED, e.toString());
            assertEquals(damage.verdict() == Verdict.DAMAGED, e.kind() == Kind.DAMAGE, e.toString());
            assertEquals(damage.sequence(), e.sequence(), e.toString());
            assertTrue(e.file().endsWith(damage.file()), e.toString());
            noneIsRenamed(damage, registry);
            return;
        } catch (LogException e) {
            throw new AssertionError(e);
        }
        assertEquals(seen, read(registry));
        noneIsRenamed(damage, registry);
    }
}
