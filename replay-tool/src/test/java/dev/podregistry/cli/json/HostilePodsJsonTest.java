package dev.podregistry.cli.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.podregistry.api.PathPolicy;
import dev.podregistry.api.TargetRule;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.ScopeRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the fuzzer found in the reader of {@code pods.json}.
 *
 * <p>A number of more digits than Jackson takes is refused by it without a place, which the reader asked for in vain: the
 * tool called its own bug what was the file's. And what stood where JSON should be was repeated as it was, control
 * characters and all.
 */
final class HostilePodsJsonTest {

    private static String refusal(String file) {
        return assertThrows(
                        BadPodsJsonException.class,
                        () -> PodsJson.read(
                                file.getBytes(StandardCharsets.UTF_8),
                                (target, permission, recursive) ->
                                        PathPolicy.logical().canonical(new TargetRule(target, permission, recursive))))
                .getMessage();
    }

    @Test
    void aNumberOfManyDigitsHasAPlaceToo() {
        String message = refusal("{\"allocations\":[{\"pod_name\":\"a\",\"pid\":" + "7".repeat(1000) + "}]}");

        assertEquals("line 1, column ", message.substring(0, 15));
    }

    /** What is mounted below a target counts against a recursive rule only; each rule is asked for once, as it is. */
    @Test
    void aTargetThatItsRuleCannotHaveHasAPlace() {
        String file =
                "{\"allocations\":[{\"pod_name\":\"a\",\"pid\":1,\"socket\":\"\",\"scope_allow\":[{\"target\":\"/a\","
                        + "\"permission\":\"write\",\"recursive\":true}]}]}";
        List<Boolean> asked = new ArrayList<>();
        BadPodsJsonException refused = assertThrows(
                BadPodsJsonException.class,
                () -> PodsJson.read(file.getBytes(StandardCharsets.UTF_8), (target, permission, recursive) -> {
                    asked.add(recursive);
                    return recursive ? new RuleRequest.Invalid(target, "is no such path") : ScopeRule.write(target);
                }));

        assertEquals("line 1, column 78: the target \"/a\" is no such path", refused.getMessage());
        assertEquals(List.of(true), asked);
    }

    @Test
    void controlCharactersAreShownEscaped() {
        assertEquals(
                "line 1, column 1: no JSON: Unrecognized token 's\\u001b': was expecting"
                        + " (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
                refusal("s\u001b[2"));
    }
}
