package dev.podregistry.log.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** What is read as it comes is what the tree says; and nothing is read that the tree refuses. */
@Tag("fuzz")
final class StrictJsonProperties {

    private final StrictJson json = new StrictJson(EventCodec.MAX_LINE);

    private Optional<EventLine> tree(String line) {
        try {
            return Optional.of(json.asTree(line, LineReader::line));
        } catch (UnreadableEventException e) {
            return Optional.empty();
        }
    }

    private void agree(String line) {
        EventLine inOrder = json.inOrder(line, LineReader::line);
        if (inOrder != null) {
            assertEquals(tree(line), Optional.of(inOrder), line);
        }
    }

    @Property(tries = 100)
    void theSamplesAreReadAsTheyCome(@ForAll("samples") String line) {
        assertEquals(tree(line), Optional.ofNullable(json.inOrder(line, LineReader::line)));
    }

    /** Pieces that lines are made of, and some that they are not, put in, in place of others, or twice. */
    @Property(tries = 20_000)
    void aChangedLineIsReadAsTheTreeSays(
            @ForAll("samples") String line, @ForAll int from, @ForAll int length, @ForAll("pieces") String piece) {
        int begin = Math.floorMod(from, line.length());
        int end = Math.min(line.length(), begin + Math.floorMod(length, 24));
        agree(line.substring(0, begin) + piece + line.substring(end));
        agree(line.substring(0, end) + piece + line.substring(begin));
    }

    @Property(tries = 2_000)
    void anotherTimeIsReadAsTheTreeSays(@ForAll @From("times") String time) {
        String line = new EventCodec().encode(Samples.lines().get(8));
        agree(line.replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"" + time + "\""));
        Instant read = CommonTime.parse(time);
        if (read != null) {
            assertEquals(time, read.toString());
            assertEquals(Instant.parse(time), read);
        }
    }

    @Property(tries = 2_000)
    void aTimeOfTheseYearsIsCommon(@ForAll("seconds") long second, @ForAll("nanos") int nano) {
        Instant time = Instant.ofEpochSecond(second, nano);
        assertEquals(time, CommonTime.parse(time.toString()));
        assertNull(CommonTime.parse(time.toString().replace("Z", "0Z")));
    }

    @Provide
    Arbitrary<Long> seconds() {
        return Arbitraries.longs().between(-62_167_219_200L, 253_402_300_799L);
    }

    @Provide
    Arbitrary<Integer> nanos() {
        return Arbitraries.of(1, 1_000, 1_000_000)
                .flatMap(unit -> Arbitraries.integers().between(0, 999).map(n -> n * unit));
    }

    @Provide
    Arbitrary<String> samples() {
        EventCodec codec = new EventCodec();
        return Arbitraries.of(Samples.lines().stream().map(codec::encode).toList());
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(List.of(
                "",
                " ",
                "\n",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"",
                "\\",
                "\\u0041",
                "\\u0000",
                "null",
                "true",
                "false",
                "0",
                "-0",
                "1",
                "-1",
                "1.0",
                "1e1",
                "9223372036854775808",
                "99999999999999999999999",
                "{}",
                "[]",
                "\"\"",
                "\"p\"",
                ",\"pod\":\"p\"",
                "\"pod\":\"p\",",
                ",\"type\":\"Linux\"",
                "\"schema\":1,",
                ",\"more\":1",
                "//",
                "/",
                "/.",
                "é",
                "\ud83d",
                "A",
                "a",
                "Z",
                "00000000-0000-4000-8000-00000000000A",
                "x".repeat(70_000)));
    }

    @Provide
    Arbitrary<String> times() {
        return Arbitraries.strings()
                .withChars("0123456789-:T.Z+2")
                .ofMaxLength(3)
                .flatMap(piece -> Arbitraries.of(
                                "2026-01-31T12:00:00Z",
                                "2026-02-29T12:00:00.100Z",
                                "2024-02-29T23:59:59.000001Z",
                                "0000-12-31T24:00:00.123456789Z",
                                "9999-12-31T23:59:60Z")
                        .flatMap(time -> Arbitraries.integers()
                                .between(0, time.length() - 1)
                                .map(at -> time.substring(0, at)
                                        + piece
                                        + time.substring(Math.min(time.length(), at + piece.length())))));
    }
}
