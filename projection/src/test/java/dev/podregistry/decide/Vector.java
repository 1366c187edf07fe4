package dev.podregistry.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podregistry.log.EventLog;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.Conflict;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Plays one vector, a scenario with the expected results, against a table kept on a log. */
final class Vector {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LiveTable live;
    private final Set<ProcessIdentity> dead = new HashSet<>();
    private long processes;

    Vector(EventLog log) {
        this.live = new LiveTable(log);
    }

    /** {@return what the command of a step is answered, in the form of the vectors} */
    ObjectNode answer(JsonNode cmd) {
        String op = cmd.get("op").asText();
        return switch (op) {
            case "crash" -> crash(pod(cmd, "pod"));
            case "find_conflict_owners" -> ok().set("owners", owners(rule(cmd.get("rule"))));
            case "is_within_effective_write" -> ok().put("value", mayUse(pod(cmd, "pod"), rule(cmd.get("rule"))));
            default -> answer(live.run(command(op, cmd), dead::contains));
        };
    }

    /** The vectors ask of a rule for reading whether it may be read. */
    private boolean mayUse(PodName pod, ScopeRule rule) {
        return rule.permission() == Permission.WRITE
                ? live.table().mayWrite(pod, rule)
                : live.table().mayRead(pod, rule);
    }

    private Command command(String op, JsonNode cmd) {
        return switch (op) {
            case "register" ->
                new Command.Register(
                        pod(cmd, "pod"),
                        newProcess(),
                        PodSocket.NONE,
                        new ScopeRequest(rules(cmd.get("allow")), rules(cmd.get("deny"))),
                        segment(cmd));
            case "delegate" ->
                new Command.Delegate(
                        pod(cmd, "spawner"),
                        pod(cmd, "spawned"),
                        newProcess(),
                        PodSocket.NONE,
                        rules(cmd.get("allow")),
                        new ScopeRequest(
                                rules(cmd.get("delegation_scope").get("allow")),
                                rules(cmd.get("delegation_scope").get("deny"))),
                        null);
            case "adopt" -> new Command.Adopt(pod(cmd, "pod"), newProcess(), segment(cmd), null);
            case "update_segment" -> new Command.ChangeSegment(pod(cmd, "pod"), segment(cmd), null);
            case "release" -> new Command.Release(pod(cmd, "pod"), null);
            case "reclaim_delegated" ->
                new Command.ReclaimDelegated(pod(cmd, "parent"), pod(cmd, "child"), rules(cmd.get("scope")));
            case "reclaim_stale" -> new Command.ReclaimStale();
            case "lookup_segment" -> new Command.LookupSegment(segment(cmd));
            default -> throw new IllegalArgumentException("a vector asks for " + op);
        };
    }

    private ObjectNode crash(PodName pod) {
        Allocation row = live.table().find(pod);
        if (row == null) {
            return refusal(new Refusal.UnknownPod(pod));
        }
        dead.add(row.process());
        return ok();
    }

    private ProcessIdentity newProcess() {
        return new ProcessIdentity.Linux("host", "boot", "pid:[1]", ++processes, processes);
    }

    /** {@return the table in the form of the vectors} */
    ArrayNode table() {
        ArrayNode rows = JSON.createArrayNode();
        for (Allocation row : live.table().allocations()) {
            rows.addObject()
                    .put("pod", row.pod().value())
                    .put("alive", !dead.contains(row.process()))
                    .put(
                            "parent",
                            row.delegatedFrom() == null
                                    ? null
                                    : row.delegatedFrom().value())
                    .put("segment", row.segment() == null ? null : symbol(row.segment()))
                    .<ObjectNode>set("allow", rules(row.scope().allow()))
                    .set("deny", rules(row.scope().deny()));
        }
        return rows;
    }

    private static ObjectNode answer(Answer answer) {
        if (answer instanceof Answer.Refused refused) {
            return refusal(refused.refusal());
        }
        ObjectNode ok = ok();
        if (answer instanceof Answer.Found found) {
            ok.put("found", found.holder() == null ? null : found.holder().pod().value());
        }
        if (answer instanceof Answer.TakenBack back && !back.withheld().isEmpty()) {
            ok.set("withheld", rules(back.withheld()));
        }
        return ok;
    }

    private static ObjectNode refusal(Refusal refusal) {
        ObjectNode err = JSON.createObjectNode().put("err", refusal.getClass().getSimpleName());
        if (refusal instanceof Refusal.DuplicatePodName r) {
            return err.put("pod", r.pod().value());
        }
        if (refusal instanceof Refusal.UnknownPod r) {
            return err.put("pod", r.pod().value());
        }
        if (refusal instanceof Refusal.AlreadyAdopted r) {
            return err.put("pod", r.pod().value());
        }
        if (refusal instanceof Refusal.SegmentConflict r) {
            return err.put("segment", symbol(r.segment())).put("pod", r.holder().value());
        }
        if (refusal instanceof Refusal.NotDelegated r) {
            return err.put("parent", r.parent().value()).put("child", r.child().value());
        }
        if (refusal instanceof Refusal.NotSubset r) {
            return err.put("spawner", r.spawner().value()).set("rule", rule(r.rule()));
        }
        if (refusal instanceof Refusal.WriteConflict r) {
            return err.put("competitor", r.competitor().value())
                    .<ObjectNode>set("rule", rule(r.rule()))
                    .set("competitor_rule", rule(r.competitorRule()));
        }
        throw new IllegalArgumentException("no vector expects " + refusal);
    }

    private ArrayNode owners(ScopeRule rule) {
        ArrayNode owners = JSON.createArrayNode();
        for (Conflict conflict : live.table().conflicts(rule, List.of(), List.of())) {
            owners.addObject().put("pod", conflict.holder().pod().value()).set("rule", rule(conflict.rule()));
        }
        return owners;
    }

    private static ObjectNode ok() {
        return JSON.createObjectNode().put("ok", true);
    }

    private static PodName pod(JsonNode cmd, String field) {
        return new PodName(cmd.get(field).asText());
    }

    private static SegmentId segment(JsonNode cmd) {
        return new SegmentId(
                new UUID(0, Long.parseLong(cmd.get("segment").asText().substring(1))));
    }

    private static String symbol(SegmentId segment) {
        return "s" + segment.value().getLeastSignificantBits();
    }

    private static ScopeRule rule(JsonNode rule) {
        return new ScopeRule(
                new ScopePath(rule.get("target").asText()),
                Permission.valueOf(rule.get("permission").asText().toUpperCase(Locale.ROOT)),
                rule.get("recursive").asBoolean());
    }

    private static List<RuleRequest> rules(JsonNode rules) {
        List<RuleRequest> list = new ArrayList<>();
        rules.forEach(rule -> list.add(rule(rule)));
        return list;
    }

    private static ObjectNode rule(ScopeRule rule) {
        return JSON.createObjectNode()
                .put("target", rule.target().value())
                .put("permission", rule.permission().name().toLowerCase(Locale.ROOT))
                .put("recursive", rule.recursive());
    }

    private static ArrayNode rules(List<ScopeRule> rules) {
        ArrayNode array = JSON.createArrayNode();
        rules.forEach(rule -> array.add(rule(rule)));
        return array;
    }
}
