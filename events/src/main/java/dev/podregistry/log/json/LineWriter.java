package dev.podregistry.log.json;

import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one event as the fields of its line, in the order that the schema fixes. */
final class LineWriter implements Event.Visitor<FieldWriter> {

    private final FieldWriter fields;
    private final int schema;

    private LineWriter(FieldWriter fields, int schema) {
        this.fields = fields;
        this.schema = schema;
    }

    static void line(FieldWriter fields, EventLine line) {
        int schema = Schema.of(line.event());
        fields.number("schema", schema)
                .number("sequence", line.sequence())
                .number("synced", line.synced())
                .text("time", line.time().toString())
                .text("actor", line.origin().actor().value())
                .text("command", line.origin().command().toString());
        event(fields, line.event(), schema);
    }

    static void event(FieldWriter holder, Event event, int schema) {
        holder.object("event", fields -> event.accept(new LineWriter(fields, schema)));
    }

    @Override
    public FieldWriter registered(Event.Registered event) {
        begin("Registered", event.pod());
        process(fields, event.process());
        fields.text("socket", event.socket().value());
        rules(fields, "allow", event.allow());
        rules(fields, "deny", event.deny());
        return segment(fields, event.segment());
    }

    @Override
    public FieldWriter delegated(Event.Delegated event) {
        begin("Delegated", event.pod()).text("spawner", event.spawner().value());
        process(fields, event.process());
        fields.text("socket", event.socket().value());
        rules(fields, "allow", event.allow());
        return fields.object("authority", authority -> authority(authority, event.authority()));
    }

    @Override
    public FieldWriter adopted(Event.Adopted event) {
        begin("Adopted", event.pod());
        process(fields, event.process());
        return segment(fields, event.segment());
    }

    @Override
    public FieldWriter segmentChanged(Event.SegmentChanged event) {
        begin("SegmentChanged", event.pod());
        return segment(fields, event.segment());
    }

    @Override
    public FieldWriter released(Event.Released event) {
        return begin("Released", event.pod());
    }

    @Override
    public FieldWriter reclaimed(Event.Reclaimed event) {
        return begin("Reclaimed", event.pod()).object("cause", cause -> cause(cause, event.cause()));
    }

    @Override
    public FieldWriter restored(Event.Restored event) {
        return fields.text("type", "Restored").number("epoch", event.epoch());
    }

    private FieldWriter begin(String type, PodName pod) {
        return fields.text("type", type).text("pod", pod.value());
    }

    private static void authority(FieldWriter fields, Authority authority) {
        if (authority instanceof Authority.Given given) {
            fields.text("type", "Given");
            rules(fields, "allow", given.scope().allow());
            rules(fields, "deny", given.scope().deny());
        } else {
            fields.text("type", authority instanceof Authority.OwnScope ? "OwnScope" : "Unrecorded");
        }
    }

    private void cause(FieldWriter holder, Cause cause) {
        if (cause instanceof Cause.TakenBack back) {
            holder.text("type", "TakenBack")
                    .text("parent", back.parent().value())
                    .truth("removed", back.removed());
            rules(holder, "restored", back.restored());
            rules(holder, "withheld", back.withheld());
            if (schema > 1) {
                rules(holder, "scope", back.scope());
            }
        } else {
            holder.text("type", "ProcessDead");
            process(holder, ((Cause.ProcessDead) cause).process());
        }
    }

    static void process(FieldWriter holder, ProcessIdentity process) {
        holder.object("process", fields -> identity(fields, process));
    }

    private static void identity(FieldWriter fields, ProcessIdentity process) {
        if (process instanceof ProcessIdentity.Linux linux) {
            fields.text("type", "Linux")
                    .text("host", linux.host())
                    .text("boot", linux.boot())
                    .text("pidNamespace", linux.pidNamespace())
                    .number("pid", linux.pid())
                    .number("startTicks", linux.startTicks());
        } else if (process instanceof ProcessIdentity.Portable portable) {
            fields.text("type", "Portable")
                    .text("host", portable.host())
                    .number("pid", portable.pid())
                    .text("start", portable.start().toString());
        } else {
            fields.text("type", "BarePid").number("pid", process.pid());
        }
    }

    static void rules(FieldWriter holder, String name, List<ScopeRule> rules) {
        holder.list(
                name,
                rules,
                (fields, rule) -> fields.text("target", rule.target().value())
                        .text("permission", rule.permission().name())
                        .truth("recursive", rule.recursive()));
    }

    static FieldWriter segment(FieldWriter holder, @Nullable SegmentId segment) {
        return holder.text("segment", segment == null ? null : segment.toString());
    }
}
