package dev.podregistry.cli.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.podregistry.cli.json.JsonTokens.Member;
import dev.podregistry.decide.Command.ImportedPod;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity.BarePid;
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
import org.jspecify.annotations.Nullable;

/** Reads a {@code pods.json}, token by token, so that each defect is told with its line and column. */
final class PodsJsonReader {

    private final JsonTokens tokens;
    private final PodsJson.Rules rules;

    private PodsJsonReader(JsonTokens tokens, PodsJson.Rules rules) {
        this.tokens = tokens;
        this.rules = rules;
    }

    static List<ImportedPod> read(byte[] file, PodsJson.Rules rules) throws BadPodsJsonException {
        try (JsonTokens tokens = new JsonTokens(utf8(file))) {
            return new PodsJsonReader(tokens, rules).read();
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
        Member<List<ImportedPod>> pods = new Member<>(() -> tokens.list(this::pod));
        tokens.object(Map.of("allocations", pods));
        tokens.end();
        return pods.get();
    }

    private ImportedPod pod() throws IOException, BadPodsJsonException {
        Member<PodName> pod = new Member<>(() -> value(tokens.text(), PodName::new));
        Member<BarePid> process = new Member<>(() -> value(tokens.number(), BarePid::new));
        Member<PodSocket> socket = new Member<>(() -> value(tokens.text(), PodSocket::new));
        Member<List<ScopeRule>> allow = new Member<>(() -> tokens.list(this::rule));
        Member<List<ScopeRule>> deny = new Member<>(() -> tokens.list(this::rule));
        Member<@Nullable PodName> from =
                new Member<>(() -> tokens.isNull() ? null : value(tokens.text(), PodName::new));
        Member<@Nullable SegmentId> segment =
                new Member<>(() -> tokens.isNull() ? null : value(tokens.text(), SegmentId::of));
        Map<String, Member<?>> keys = new LinkedHashMap<>();
        keys.put("pod_name", pod);
        keys.put("pid", process);
        keys.put("socket", socket);
        keys.put("scope_allow", allow);
        keys.put("scope_deny", deny);
        keys.put("delegated_from", from);
        keys.put("segment_id", segment);
        tokens.object(keys);
        Scope scope = new Scope(allow.get(), deny.get());
        return new ImportedPod(pod.get(), process.get(), socket.get(), scope, from.get(), segment.get());
    }

    private ScopeRule rule() throws IOException, BadPodsJsonException {
        Member<String> target = new Member<>(this::target);
        Member<Permission> permission = new Member<>(this::permission);
        Member<Boolean> recursive = new Member<>(tokens::truth);
        Map<String, Member<?>> keys = new LinkedHashMap<>();
        keys.put("target", target);
        keys.put("permission", permission);
        keys.put("recursive", recursive);
        tokens.object(keys);
        return (ScopeRule) rules.of(target.get(), permission.get(), recursive.get());
    }

    private String target() throws IOException, BadPodsJsonException {
        String target = tokens.text();
        if (rules.of(target, Permission.READ, false) instanceof RuleRequest.Invalid invalid) {
            throw tokens.here("the target \"" + target + "\" " + invalid.reason());
        }
        return target;
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
