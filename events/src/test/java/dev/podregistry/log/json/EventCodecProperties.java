package dev.podregistry.log.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause;
import dev.podregistry.event.Origin;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

@Tag("fuzz")
final class EventCodecProperties {

    private final EventCodec codec = new EventCodec();

    @Property(tries = 2000)
    void aLineSaysTheSameAgain(@ForAll("lines") EventLine line) {
        String text = codec.encode(line);
        assertEquals(line, codec.decode(text));
        assertEquals(line, codec.decode(bytes(text)));
        assertEquals(text, codec.encode(codec.decode(text)));
        assertTrue(text.chars().allMatch(c -> c >= ' ' && c < 0x7f), text);
    }

    /** A line with one character less, or another one, is refused or says something else; it never says the same. */
    @Property(tries = 1000)
    void anotherTextNeverSaysTheSame(@ForAll("lines") EventLine line, @ForAll int where, @ForAll boolean drop) {
        String text = codec.encode(line);
        int at = Math.floorMod(where, text.length());
        String other = text.substring(0, at) + (drop ? "" : "1") + text.substring(at + 1);
        assertEquals(decoded(() -> codec.decode(other)), decoded(() -> codec.decode(bytes(other))));
        if (!other.equals(text)) {
            assertFalse(decoded(() -> codec.decode(other)).filter(line::equals).isPresent(), other);
        }
    }

    /** A line whose first bytes would make a reader guess another encoding. */
    @Property(tries = 300)
    void noEncodingIsGuessed(@ForAll("lines") EventLine line, @ForAll("encodings") Charset encoding) {
        byte[] other = codec.encode(line).getBytes(encoding);
        assertThrows(UnreadableEventException.class, () -> codec.decode(other));
        assertThrows(UnreadableEventException.class, () -> codec.decode(bytes("\uFEFF" + codec.encode(line))));
    }

    @Provide
    Arbitrary<Charset> encodings() {
        return Arbitraries.of(
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                Charset.forName("UTF-32LE"),
                Charset.forName("UTF-32BE"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<EventLine> decoded(Supplier<EventLine> line) {
        try {
            return Optional.of(line.get());
        } catch (UnreadableEventException e) {
            return Optional.empty();
        }
    }

    @Provide
    Arbitrary<EventLine> lines() {
        Arbitrary<Long> sequences = Arbitraries.longs().between(1, Long.MAX_VALUE);
        return sequences.flatMap(sequence -> Combinators.combine(
                        Arbitraries.longs().between(0, sequence - 1), instants(), origins(), events())
                .as((synced, time, origin, event) -> new EventLine(sequence, synced, time, origin, event)));
    }

    private static Arbitrary<Origin> origins() {
        return Combinators.combine(valid(texts(), Actor::new), uuids())
                .as((actor, uuid) -> new Origin(actor, new CommandId(uuid)));
    }

    static Arbitrary<Event> events() {
        return Arbitraries.oneOf(
                Combinators.combine(
                                names(),
                                processes(),
                                sockets(),
                                rules(),
                                rules(),
                                segments().injectNull(0.2))
                        .as(Event.Registered::new),
                Combinators.combine(names(), names(), processes(), sockets(), rules(), authorities())
                        .as(Event.Delegated::new),
                Combinators.combine(names(), processes(), segments()).as(Event.Adopted::new),
                Combinators.combine(names(), segments()).as(Event.SegmentChanged::new),
                names().map(Event.Released::new),
                Arbitraries.longs().between(1, Event.Restored.GREATEST).map(Event.Restored::new),
                Combinators.combine(names(), causes()).as(Event.Reclaimed::new));
    }

    private static Arbitrary<Authority> authorities() {
        return Arbitraries.oneOf(
                Combinators.combine(rules(), rules()).as((allow, deny) -> new Authority.Given(new Scope(allow, deny))),
                Arbitraries.of(new Authority.OwnScope(), new Authority.Unrecorded()));
    }

    private static Arbitrary<Cause> causes() {
        return Arbitraries.oneOf(
                processes().map(Cause.ProcessDead::new),
                Combinators.combine(names(), Arbitraries.of(true, false), rules(), rules())
                        .as(Cause.TakenBack::new),
                Combinators.combine(names(), Arbitraries.of(true, false), rules(), rules(), rules())
                        .as(Cause.TakenBack::new));
    }

    static Arbitrary<ProcessIdentity> processes() {
        Arbitrary<Long> pids = Arbitraries.longs().between(1, 0xFFFF_FFFFL);
        Arbitrary<String> texts = texts();
        return Arbitraries.oneOf(
                pids.map(ProcessIdentity.BarePid::new),
                valid(Combinators.combine(texts, pids, instants()).as(Portable::new), Portable::identity),
                valid(
                        Combinators.combine(texts, texts, texts, pids, Arbitraries.longs())
                                .as(Linux::new),
                        Linux::identity));
    }

    private record Portable(String host, long pid, Instant start) {
        ProcessIdentity identity() {
            return new ProcessIdentity.Portable(host, pid, start);
        }
    }

    private record Linux(String host, String boot, String namespace, long pid, long ticks) {
        ProcessIdentity identity() {
            return new ProcessIdentity.Linux(host, boot, namespace, pid, ticks & Long.MAX_VALUE);
        }
    }

    static Arbitrary<List<ScopeRule>> rules() {
        Arbitrary<ScopePath> targets =
                valid(texts().list().ofMaxSize(4).map(names -> "/" + String.join("/", names)), ScopePath::new);
        return Combinators.combine(targets, Arbitraries.of(Permission.class), Arbitraries.of(true, false))
                .as(ScopeRule::new)
                .list()
                .ofMaxSize(4);
    }

    static Arbitrary<PodName> names() {
        return valid(texts(), PodName::new);
    }

    static Arbitrary<PodSocket> sockets() {
        return valid(texts().injectDuplicates(0.1), PodSocket::new);
    }

    private static Arbitrary<SegmentId> segments() {
        return uuids().map(SegmentId::new);
    }

    static Arbitrary<UUID> uuids() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
    }

    private static Arbitrary<Instant> instants() {
        return Combinators.combine(
                        Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
    }

    /** {@return texts of characters that JSON, terminals, HTML and Unicode handle in some special way} */
    private static Arbitrary<String> texts() {
        Arbitrary<Character> hostile = Arbitraries.of(
                '"', '\\', '/', '<', '\'', '{', ',', ':', ' ', '\u00a0', '\u00e9', '\u2028', '\ufeff', '\u202e',
                '\uffff', '\ud83d', '\ude80', '\u0000', '\u007f', '.');
        Arbitrary<String> rockets = Arbitraries.of("\ud83d\ude80", "\udbff\udfff", "null", "true", "1e400", "\\u0041");
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12),
                Arbitraries.strings().withChars("abc-_ .").ofMaxLength(40),
                hostile.list().ofMaxSize(6).map(EventCodecProperties::text),
                Combinators.combine(rockets, Arbitraries.strings().ascii().ofMaxLength(5))
                        .as((a, b) -> a + b));
    }

    private static String text(List<Character> characters) {
        StringBuilder text = new StringBuilder();
        characters.forEach(text::append);
        return text.toString();
    }

    private static <A, B> Arbitrary<B> valid(Arbitrary<A> raw, Function<A, B> domain) {
        return raw.map(value -> accepted(value, domain))
                .filter(Optional::isPresent)
                .map(Optional::get);
    }

    private static <A, B> Optional<B> accepted(A value, Function<A, B> domain) {
        try {
            return Optional.of(domain.apply(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
