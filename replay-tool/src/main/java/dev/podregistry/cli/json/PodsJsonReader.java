package dev.podregistry.cli.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.podregistry.cli.json.JsonTokens.Member;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.Quoted;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@code pods.json}, token by token, so that each defect is told with its line and column. */
final class PodsJsonReader {

    /** Without hyphens, in braces, or as a URN. */
    private static final Pattern OTHER_UUID = Pattern.compile(
            "(?:\\{|urn:uuid:)?(\\p{XDigit}{8})-?(\\p{XDigit}{4})-?(\\p{XDigit}{4})-?(\\p{XDigit}{4})-?(\\p{XDigit}{12})}?");

    /** A text, and where it stands. */
    private record Placed(String text, JsonLocation place) {}

    private final JsonTokens tokens;
    private final PodsJson.Rules rules;

    private PodsJsonReader(JsonTokens tokens, PodsJson.Rules rules) {
        this.tokens = tokens;
        this.rules = rules;
    }

    static PodsJson.Table read(byte[] file, PodsJson.Rules rules) throws BadPodsJsonException {
        String text = utf8(file);
        if (text.isBlank()) {
            return new PodsJson.Table(List.of(), List.of());
        }
        try (JsonTokens tokens = new JsonTokens(text)) {
            List<ImportedPod> pods = new PodsJsonReader(tokens, rules).read();
            return new PodsJson.Table(pods, tokens.ignored());
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private List<ImportedPod> read() throws IOException, BadPodsJsonException {
        try {
            return file();
        } catch (JsonProcessingException e) {
            boolean torn =
                    e instanceof JsonEOFException || e.getOriginalMessage().startsWith("Unexpected end-of-input");
            throw tokens.bad(
                    e, torn ? "the file ends here, in the middle: it is torn" : "no JSON: " + e.getOriginalMessage());
        }
    }

    private static String utf8(byte[] file) throws BadPodsJsonException {
        CharBuffer text = CharBuffer.allocate(file.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file), text, true);
        String decoded = text.flip().toString();
        if (result.isError()) {
            int line = 1 + (int) decoded.chars().filter(c -> c == '\n').count();
            throw new BadPodsJsonException(line, decoded.length() - decoded.lastIndexOf('\n'), "this is no UTF-8");
        }
        return decoded;
    }

    private List<ImportedPod> file() throws IOException, BadPodsJsonException {
        tokens.begin();
        Member<List<ImportedPod>> pods = Member.optional(() -> tokens.list(this::pod), List.of());
        tokens.object(Map.of("allocations", pods));
        if (pods.isMissing() && !tokens.ignored().isEmpty()) {
            throw tokens.here("the key " + Quoted.text(tokens.ignored().get(0))
                    + " is unknown, and there is none that is named \"allocations\"");
        }
        tokens.end();
        return pods.get();
    }

    private ImportedPod pod() throws IOException, BadPodsJsonException {
        Member<PodName> pod = new Member<>(() -> value(tokens.text(), PodName::chosen));
        Member<BarePid> process = new Member<>(() -> value(tokens.number(), BarePid::new));
        Member<PodSocket> socket = new Member<>(() -> value(tokens.text(), PodSocket::new));
        Member<List<ScopeRule>> allow = new Member<>(() -> tokens.list(this::rule));
        Member<List<ScopeRule>> deny = Member.optional(() -> tokens.list(this::rule), List.of());
        Member<@Nullable PodName> from =
                Member.optional(() -> tokens.isNull() ? null : value(tokens.text(), PodName::new), null);
        Member<@Nullable SegmentId> segment =
                Member.optional(() -> tokens.isNull() ? null : value(tokens.text(), PodsJsonReader::segment), null);
        Map<String, Member<?>> keys = new LinkedHashMap<>();
        keys.put("pod_name", pod);
        keys.put("pid", process);
        keys.put("socket", socket);
        keys.put("scope_allow", allow);
        keys.put("scope_deny", deny);
        keys.put("delegated_from", from);
        keys.put("segment_id", segment);
        keys.put("session_id", segment);
        tokens.object(keys);
        Scope scope = new Scope(allow.get(), deny.get());
        return new ImportedPod(pod.get(), process.get(), socket.get(), scope, from.get(), segment.get());
    }

    private ScopeRule rule() throws IOException, BadPodsJsonException {
        Member<Placed> target = new Member<>(() -> new Placed(tokens.text(), tokens.place()));
        Member<Permission> permission = new Member<>(this::permission);
        Member<Boolean> recursive = Member.optional(tokens::truth, true);
        Map<String, Member<?>> keys = new LinkedHashMap<>();
        keys.put("target", target);
        keys.put("permission", permission);
        keys.put("recursive", recursive);
        tokens.object(keys);
        String given = target.get().text();
        RuleRequest request = rules.of(given, permission.get(), recursive.get());
        if (request instanceof RuleRequest.Invalid invalid) {
            throw JsonTokens.bad(target.get().place(), "the target \"" + given + "\" " + invalid.reason());
        }
        return (ScopeRule) request;
    }

    /** {@return the segment of an id in any of the forms of a UUID that the older registry reads} */
    private static SegmentId segment(String text) {
        Matcher other = OTHER_UUID.matcher(text);
        return SegmentId.of(other.matches() ? other.replaceAll("$1-$2-$3-$4-$5") : text);
    }

    private Permission permission() throws IOException, BadPodsJsonException {
        String name = tokens.text();
        return switch (name) {
            case "read" -> Permission.READ;
            case "write" -> Permission.WRITE;
            default -> throw tokens.here("the permission \"" + name + "\" is neither read nor write");
        };
    }

    private <S, T> T value(S given, Function<S, T> domain) throws BadPodsJsonException {
        try {
            return domain.apply(given);
        } catch (IllegalArgumentException e) {
            throw tokens.here(String.valueOf(e.getMessage()));
        }
    }
}
