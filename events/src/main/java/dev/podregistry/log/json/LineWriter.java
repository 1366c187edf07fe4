package dev.podregistry.log.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ScopeRule;
import java.util.List;

/** Writes one event as the tree of its line, its fields in the order that the schema fixes. */
final class LineWriter implements Event.Visitor<ObjectNode> {

    private static final LineWriter EVENTS = new LineWriter();

    private LineWriter() {}

    static ObjectNode write(EventLine line) {
        ObjectNode tree = object();
        tree.put("schema", EventCodec.SCHEMA)
                .put("sequence", line.sequence())
                .put("synced", line.synced())
                .put("time", line.time().toString())
                .put("actor", line.origin().actor().value())
                .put("command", line.origin().command().toString());
        tree.set("event", event(line.event()));
        return tree;
    }

    static ObjectNode event(Event event) {
        return event.accept(EVENTS);
    }

    @Override
    public ObjectNode registered(Event.Registered event) {
        ObjectNode tree = event("Registered", event);
        tree.set("process", process(event.process()));
        tree.put("socket", event.socket().value());
        tree.set("allow", rules(event.allow()));
        tree.set("deny", rules(event.deny()));
        return tree.put(
                "segment", event.segment() == null ? null : event.segment().toString());
    }

    @Override
    public ObjectNode delegated(Event.Delegated event) {
        ObjectNode tree = event("Delegated", event);
        tree.put("spawner", event.spawner().value());
        tree.set("process", process(event.process()));
        tree.put("socket", event.socket().value());
        tree.set("allow", rules(event.allow()));
        tree.set("authority", authority(event.authority()));
        return tree;
    }

    @Override
    public ObjectNode adopted(Event.Adopted event) {
        ObjectNode tree = event("Adopted", event);
        tree.set("process", process(event.process()));
        return tree.put("segment", event.segment().toString());
    }

    @Override
    public ObjectNode segmentChanged(Event.SegmentChanged event) {
        return event("SegmentChanged", event).put("segment", event.segment().toString());
    }

    @Override
    public ObjectNode released(Event.Released event) {
        return event("Released", event);
    }

    @Override
    public ObjectNode reclaimed(Event.Reclaimed event) {
        ObjectNode tree = event("Reclaimed", event);
        tree.set("cause", cause(event.cause()));
        return tree;
    }

    private static ObjectNode event(String type, Event event) {
        return object(type).put("pod", event.pod().value());
    }

    private static ObjectNode authority(Authority authority) {
        if (authority instanceof Authority.Given given) {
            ObjectNode tree = object("Given");
            tree.set("allow", rules(given.scope().allow()));
            tree.set("deny", rules(given.scope().deny()));
            return tree;
        }
        return object(authority instanceof Authority.OwnScope ? "OwnScope" : "Unrecorded");
    }

    private static ObjectNode cause(Cause cause) {
        if (cause instanceof Cause.TakenBack back) {
            ObjectNode tree =
                    object("TakenBack").put("parent", back.parent().value()).put("removed", back.removed());
            tree.set("restored", rules(back.restored()));
            tree.set("withheld", rules(back.withheld()));
            return tree;
        }
        ObjectNode tree = object("ProcessDead");
        tree.set("process", process(((Cause.ProcessDead) cause).process()));
        return tree;
    }

    static ObjectNode process(ProcessIdentity process) {
        if (process instanceof ProcessIdentity.Linux linux) {
            return object("Linux")
                    .put("host", linux.host())
                    .put("boot", linux.boot())
                    .put("pidNamespace", linux.pidNamespace())
                    .put("pid", linux.pid())
                    .put("startTicks", linux.startTicks());
        }
        if (process instanceof ProcessIdentity.Portable portable) {
            return object("Portable")
                    .put("host", portable.host())
                    .put("pid", portable.pid())
                    .put("start", portable.start().toString());
        }
        return object("BarePid").put("pid", process.pid());
    }

    static ArrayNode rules(List<ScopeRule> rules) {
        ArrayNode tree = JsonNodeFactory.instance.arrayNode(rules.size());
        for (ScopeRule rule : rules) {
            tree.addObject()
                    .put("target", rule.target().value())
                    .put("permission", rule.permission().name())
                    .put("recursive", rule.recursive());
        }
        return tree;
    }

    private static ObjectNode object(String type) {
        return object().put("type", type);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
