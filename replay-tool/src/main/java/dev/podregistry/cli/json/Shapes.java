package dev.podregistry.cli.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podregistry.audit.Beginning;
import dev.podregistry.audit.Check;
import dev.podregistry.audit.Continuation;
import dev.podregistry.audit.Difference;
import dev.podregistry.audit.Mark;
import dev.podregistry.audit.Moved;
import dev.podregistry.audit.PodStory;
import dev.podregistry.audit.Point;
import dev.podregistry.audit.Report;
import dev.podregistry.audit.State;
import dev.podregistry.audit.State.Holding;
import dev.podregistry.audit.State.Link;
import dev.podregistry.audit.State.Node;
import dev.podregistry.audit.Vitality;
import dev.podregistry.audit.Vitals;
import dev.podregistry.event.Event;
import dev.podregistry.event.Foundation;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.chronicle.LogFoundation;
import dev.podregistry.log.chronicle.LogRestore;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.log.json.EventLine;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What things look like in JSON. An event looks as it does in the log. */
public final class Shapes {

    private static final EventCodec CODEC = new EventCodec();

    private Shapes() {}

    /** {@return an object of a schema} */
    public static ObjectNode object(String schema) {
        return Json.MAPPER.createObjectNode().put("schema", schema);
    }

    /** {@return an object that says where in the history an answer is true} */
    public static ObjectNode at(Point at) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.set("at", point(at));
        return node;
    }

    static ObjectNode point(Point at) {
        return Json.MAPPER
                .createObjectNode()
                .put("sequence", at.sequence())
                .put("time", at.time() == null ? null : at.time().toString())
                .put("hash", at.hash().toString());
    }

    /** {@return an event with its hashes and the exact text they cover} */
    public static ObjectNode event(Recorded recorded) {
        String line = CODEC.encode(new EventLine(
                recorded.sequence(), recorded.synced(), recorded.time(), recorded.origin(), recorded.event()));
        try {
            ObjectNode node = (ObjectNode) Json.MAPPER.readTree(line);
            node.put("schema", "pod-registry/event/" + eventSchema(recorded.event()));
            node.put("previous", recorded.previous().toString());
            node.put("hash", recorded.hash().toString());
            return node.put("stored", recorded.stored());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the codec wrote what is no JSON", e);
        }
    }

    /** {@return the schema of an event's object: 2 for one that is about no pod, as no reader of schema 1 expects that} */
    static int eventSchema(Event event) {
        return event.pod() == null ? 2 : 1;
    }

    /** {@return an event and the pods it moved up, if it moved any} */
    public static ObjectNode event(Recorded recorded, Moved moved) {
        ObjectNode node = event(recorded);
        if (!moved.children().isEmpty()) {
            ArrayNode children =
                    node.putObject("moved").put("to", text(moved.to())).putArray("pods");
            moved.children().forEach(pod -> children.add(pod.value()));
        }
        return node;
    }

    /** {@return an event and what it changed; null when no table can be made of the history up to it} */
    public static ObjectNode event(Recorded recorded, @Nullable Difference change) {
        ObjectNode node = event(recorded);
        if (change == null) {
            return node.putNull("changes");
        }
        node.set("changes", DifferenceShapes.changes(change, recorded.sequence() - 1, recorded.sequence(), Map.of()));
        return node;
    }

    /** {@return an event of a pod's story} */
    public static ObjectNode event(PodStory.Told told) {
        return event(told.recorded(), told.moved()).put("life", told.life());
    }

    /** {@return what a pod's story says besides its events} */
    public static ObjectNode story(PodStory story, @Nullable Vitality is) {
        return with(
                is,
                at(story.at())
                        .put("pod", story.pod().value())
                        .put("live", story.isLive())
                        .put("lives", story.lives()));
    }

    /** {@return a pod of the delegation tree} */
    public static ObjectNode node(Node node, Link link, long at, Vitals vitals) {
        return with(vitals.of(node.allocation()), link(link, at).put("depth", node.depth()));
    }

    /** {@return what a backup has copied} */
    public static ObjectNode backup(Path directory, LogPosition end) {
        return object("pod-registry/backup/1")
                .put("directory", directory.toString())
                .put("sequence", end.sequence())
                .put("hash", end.hash().toString());
    }

    /**
     * {@return what a restore means, and what it has done}
     *
     * @param kept what the backup holds
     * @param replaces where the registry that is there ends, 0 for none
     * @param lost how many of its events are not in the backup
     * @param done what was done, or null
     */
    public static ObjectNode restore(State kept, long replaces, long lost, LogRestore.@Nullable Done done) {
        ObjectNode node = object("pod-registry/restore/1").put("applied", done != null);
        node.putObject("backup")
                .put("sequence", kept.at().sequence())
                .put("hash", kept.at().hash().toString())
                .put("pods", kept.table().size());
        node.put("replaces", replaces).put("lost", lost);
        if (done != null) {
            Path aside = done.setAside();
            node.put("sequence", done.position().sequence())
                    .put("hash", done.position().hash().toString())
                    .put("epoch", done.epoch())
                    .put("setAside", aside == null ? null : aside.toString())
                    .put("course", done.course().name().toLowerCase(Locale.ROOT));
        }
        return node;
    }

    /** {@return what a repair found, and did if it says where the original is; null for nothing to repair} */
    public static ObjectNode repair(@Nullable RecoveryReport report) {
        ObjectNode node = object("pod-registry/repair/1").put("needed", report != null);
        if (report == null) {
            return node;
        }
        node.put("time", report.time().toString());
        node.set(
                "kept",
                Json.MAPPER
                        .createObjectNode()
                        .put("sequence", report.kept().sequence())
                        .put("hash", report.kept().hash().toString()));
        node.put("defect", report.defect())
                .put("file", report.file().toString())
                .put("offset", report.offset());
        ArrayNode dropped = node.putArray("dropped");
        report.dropped()
                .forEach(d -> dropped.addObject().put("sequence", d.sequence()).put("stored", d.stored()));
        return node.put(
                "quarantine",
                report.quarantine() == null ? null : report.quarantine().toString());
    }

    /** {@return what going on from a snapshot came to, or would; of a log that is not damaged, null} */
    public static ObjectNode fromSnapshot(LogFoundation.@Nullable Outcome outcome) {
        ObjectNode node = object("pod-registry/from-snapshot/1");
        node.put("damaged", outcome != null);
        if (outcome == null) {
            return node;
        }
        node.set("foundation", foundation(outcome.foundation()));
        node.put("apart", outcome.apart());
        node.putObject("end")
                .put("sequence", outcome.end().sequence())
                .put("hash", outcome.end().hash().toString());
        Path quarantine = outcome.report().quarantine();
        return node.put("quarantine", quarantine == null ? null : quarantine.toString());
    }

    /** {@return a row of the table} */
    public static ObjectNode allocation(Allocation row, long at) {
        ObjectNode node = object("pod-registry/allocation/1").put("atSequence", at);
        node.put("pod", row.pod().value());
        node.set("process", process(row.process()));
        node.put("socket", row.socket().value());
        node.setAll(scope(row.scope()));
        node.put("delegatedFrom", text(row.delegatedFrom()));
        node.put("segment", text(row.segment()));
        return node.put("created", row.created()).put("token", row.token().value());
    }

    /** {@return a row of the table, with how the pod is if that is asked} */
    public static ObjectNode allocation(Allocation row, long at, Vitals vitals) {
        return with(vitals.of(row), allocation(row, at));
    }

    /** {@return {@code node} with how a pod is, if that was asked} */
    static ObjectNode with(@Nullable Vitality is, ObjectNode node) {
        if (is != null) {
            node.set("liveness", liveness(is));
            node.put("ageSeconds", is.age() == null ? null : is.age().toSeconds());
        }
        return node;
    }

    private static ObjectNode liveness(Vitality is) {
        return Json.MAPPER
                .createObjectNode()
                .put("verdict", lower(is.verdict()))
                .put("reason", is.reason());
    }

    /** {@return a row of the table with how it came about} */
    static ObjectNode link(Link link, long at) {
        ObjectNode node = allocation(link.allocation(), at).put("schema", "pod-registry/pod/1");
        Beginning beginning = link.beginning();
        Mark created = beginning.created();
        node.put("createdAt", created == null ? null : created.time().toString());
        node.put("createdBy", created == null ? null : created.actor().value());
        Mark adopted = beginning.adopted();
        node.put("adopted", adopted == null ? null : adopted.sequence());
        node.put("adoptedAt", adopted == null ? null : adopted.time().toString());
        node.put("spawner", text(beginning.spawner()));
        if (beginning.authority() == null) {
            return node.putNull("authority");
        }
        ObjectNode authority = node.putObject("authority");
        authority.put("type", beginning.authority().getClass().getSimpleName());
        if (beginning.grantedUnder() != null) {
            authority.setAll(scope(beginning.grantedUnder()));
        }
        return node;
    }

    /** {@return the answer to who holds a path} */
    public static ObjectNode holding(State state, Holding holding, Vitals vitals) {
        ObjectNode node =
                object("pod-registry/who/1").put("path", holding.path().value());
        node.setAll(at(holding.at()));
        node.put("held", holding.isHeld());
        if (holding.isHeld()) {
            node.put("holder", holding.chain().get(0).pod().value());
            node.set("rule", rule(holding.rule()));
        } else {
            node.putNull("holder").putNull("rule");
        }
        ArrayNode chain = node.putArray("chain");
        holding.chain()
                .forEach(row -> chain.add(
                        with(vitals.of(row), link(state.link(row), holding.at().sequence()))));
        ArrayNode below = node.putArray("below");
        holding.below().forEach(c -> {
            ObjectNode other = below.addObject().put("pod", c.holder().pod().value());
            other.set("rule", rule(c.rule()));
        });
        return node;
    }

    /** {@return what a verification came to} */
    public static ObjectNode report(Report report) {
        ObjectNode node = object("pod-registry/verify/1");
        node.put("verdict", lower(report.verdict()));
        node.setAll(at(report.end()));
        if (report.outset().foundation() != null) {
            node.set("foundation", foundation(report.outset().foundation()));
        }
        ArrayNode checks = node.putArray("checks");
        for (Check check : report.checks()) {
            ObjectNode object = checks.addObject();
            object.put("subject", check.subject().toString()).put("status", lower(check.status()));
            object.put("upTo", check.upTo());
            ArrayNode findings = object.putArray("findings");
            check.findings()
                    .forEach(f ->
                            findings.addObject().put("sequence", f.sequence()).put("finding", f.text()));
        }
        Continuation continuation = report.continuation();
        if (continuation != null) {
            ObjectNode checkpoint = node.putObject("checkpoint");
            checkpoint.setAll(point(continuation.checkpoint().at()));
            checkpoint.put("outcome", lower(continuation.outcome())).put("seenAt", continuation.at());
        }
        return node;
    }

    /** {@return what a history goes on from} */
    static ObjectNode foundation(Foundation foundation) {
        return Json.MAPPER
                .createObjectNode()
                .put("sequence", foundation.sequence())
                .put("hash", foundation.position().hash().toString())
                .put("time", text(foundation.time()))
                .put("acceptedAt", foundation.accepted().toString())
                .put("acceptedBy", foundation.by().value())
                .put("lost", foundation.lost());
    }

    /** {@return what came of looking at one subject} */
    public static ObjectNode finding(
            String subject, String verdict, String text, @Nullable String advice, Map<String, @Nullable Object> facts) {
        ObjectNode node = object("pod-registry/finding/1")
                .put("subject", subject)
                .put("verdict", verdict)
                .put("text", text)
                .put("advice", advice);
        node.set("facts", Json.MAPPER.valueToTree(facts));
        return node;
    }

    /** {@return what all findings come to} */
    public static ObjectNode checkup(String directory, String verdict, int exitCode, String next) {
        return Json.MAPPER
                .createObjectNode()
                .put("directory", directory)
                .put("verdict", verdict)
                .put("exitCode", exitCode)
                .put("next", next);
    }

    private static ObjectNode process(ProcessIdentity process) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("type", process.getClass().getSimpleName());
        if (process instanceof ProcessIdentity.Linux linux) {
            node.put("host", linux.host()).put("boot", linux.boot()).put("pidNamespace", linux.pidNamespace());
            return node.put("pid", linux.pid()).put("startTicks", linux.startTicks());
        }
        if (process instanceof ProcessIdentity.Portable portable) {
            node.put("host", portable.host());
            return node.put("pid", portable.pid()).put("start", portable.start().toString());
        }
        return node.put("pid", process.pid());
    }

    static ObjectNode scope(Scope scope) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.set("allow", rules(scope.allow()));
        node.set("deny", rules(scope.deny()));
        return node;
    }

    static ArrayNode rules(List<ScopeRule> rules) {
        ArrayNode node = Json.MAPPER.createArrayNode();
        rules.forEach(rule -> node.add(rule(rule)));
        return node;
    }

    static ObjectNode rule(ScopeRule rule) {
        return Json.MAPPER
                .createObjectNode()
                .put("target", rule.target().value())
                .put("permission", rule.permission().name())
                .put("recursive", rule.recursive());
    }

    static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
