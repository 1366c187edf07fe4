package dev.podregistry.cli.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.Permission;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.ScopeRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The {@code pods.json} of the registry that this one replaces.
 *
 * <pre>{@code
 * {"allocations": [{"pod_name": "p", "pid": 1, "socket": "", "scope_allow": [RULE…], "scope_deny": [RULE…],
 *                   "delegated_from": null or "q", "segment_id": null or UUID}…]}
 * RULE: {"target": "/a", "permission": "read" or "write", "recursive": true}
 * }</pre>
 */
public final class PodsJson {

    /** Makes rules of the targets that stand in a file. */
    @FunctionalInterface
    public interface Rules {

        /** {@return the rule for {@code target}, or why there is none} Asked once for each rule of the file. */
        RuleRequest of(String target, Permission permission, boolean recursive);
    }

    /**
     * What a file holds.
     *
     * @param pods its pods, in its order
     * @param ignored the first of its keys that are not known, and were passed over
     */
    public record Table(List<ImportedPod> pods, List<String> ignored) {}

    private PodsJson() {}

    /**
     * {@return what a file holds}
     *
     * <p>All that the older registry reads of what any version of it wrote is read, and means what it means there: {@code
     * allocations}, {@code scope_deny}, {@code delegated_from} and {@code segment_id} may be missing, the last was once
     * {@code session_id}, a rule without {@code recursive} is recursive, unknown keys are passed over, and a file of nothing
     * but white space has no pods. Besides that it is strict: other missing and double keys, values of another type, null
     * for anything but {@code delegated_from} and {@code segment_id}, and whatever this registry could not store are refused,
     * and so is a file of unknown keys only.
     *
     * @param file the file's bytes
     * @param rules makes rules of targets
     * @throws BadPodsJsonException when it is no such file
     */
    public static Table read(byte[] file, Rules rules) throws BadPodsJsonException {
        return PodsJsonReader.read(file, rules);
    }

    /** {@return whether a file holds nothing but white space} */
    public static boolean isBlank(byte[] file) {
        return new String(file, StandardCharsets.UTF_8).isBlank();
    }

    /**
     * {@return the file for the pods of a table, byte by byte as the older registry writes it, but with characters escaped
     * that would act on a terminal or cannot be seen}
     *
     * @param rows the table's rows
     */
    public static String write(List<Allocation> rows) {
        ObjectNode file = Json.MAPPER.createObjectNode();
        ArrayNode allocations = file.putArray("allocations");
        for (Allocation row : rows) {
            ObjectNode pod = allocations.addObject();
            pod.put("pod_name", row.pod().value());
            pod.put("pid", row.process().pid());
            pod.put("socket", row.socket().value());
            pod.set("scope_allow", rules(row.scope().allow()));
            pod.set("scope_deny", rules(row.scope().deny()));
            pod.put(
                    "delegated_from",
                    row.delegatedFrom() == null ? null : row.delegatedFrom().value());
            pod.put("segment_id", row.segment() == null ? null : row.segment().toString());
        }
        return Json.document(file);
    }

    private static ArrayNode rules(List<ScopeRule> rules) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (ScopeRule rule : rules) {
            array.addObject()
                    .put("target", rule.target().value())
                    .put("permission", rule.permission().name().toLowerCase(Locale.ROOT))
                    .put("recursive", rule.recursive());
        }
        return array;
    }
}
