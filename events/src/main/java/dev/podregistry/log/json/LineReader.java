package dev.podregistry.log.json;

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
import java.util.List;

/** Reads one event from the fields of its line, in the order that the schema fixes. */
final class LineReader {

    private LineReader() {}

    static EventLine line(Fields line) {
        long schema = line.number("schema");
        Schema.check(line, schema);
        EventLine read = line(line, schema);
        if (Schema.of(read.event()) < schema) {
            throw line.defect("schema", schema + " is not needed for what the line says");
        }
        return read;
    }

    private static EventLine line(Fields line, long schema) {
        long sequence = line.number("sequence");
        if (sequence < 1) {
            throw line.defect("sequence", sequence + " is less than 1");
        }
        long synced = line.number("synced");
        if (synced < 0 || synced >= sequence) {
            throw line.defect("synced", synced + " is not between 0 and the sequence");
        }
        return new EventLine(
                sequence,
                synced,
                line.time("time"),
                new Origin(line.value("actor", Actor::new), new CommandId(line.uuid("command"))),
                line.object("event", event -> event(event, schema)));
    }

    static Event event(Fields event, long schema) {
        String type = event.text("type");
        if (schema > 1 && type.equals("Restored")) {
            return restored(event);
        }
        PodName pod = event.value("pod", PodName::new);
        return switch (type) {
            case "Registered" -> registered(pod, event);
            case "Delegated" -> delegated(pod, event);
            case "Adopted" -> new Event.Adopted(pod, process(event), segment(event));
            case "SegmentChanged" -> new Event.SegmentChanged(pod, segment(event));
            case "Released" -> new Event.Released(pod);
            case "Reclaimed" -> new Event.Reclaimed(pod, event.object("cause", cause -> cause(cause, schema)));
            default -> throw unknown(event, type);
        };
    }

    private static Event restored(Fields event) {
        return new Event.Restored(epoch(event));
    }

    static long epoch(Fields fields) {
        long epoch = fields.number("epoch");
        if (epoch < 1 || epoch > Event.Restored.GREATEST) {
            throw fields.defect("epoch", epoch + " is not from 1 to " + Event.Restored.GREATEST);
        }
        return epoch;
    }

    private static Event registered(PodName pod, Fields event) {
        return new Event.Registered(
                pod,
                process(event),
                socket(event),
                rules(event, "allow"),
                rules(event, "deny"),
                event.isNull("segment") ? null : segment(event));
    }

    private static Event delegated(PodName pod, Fields event) {
        return new Event.Delegated(
                pod,
                event.value("spawner", PodName::new),
                process(event),
                socket(event),
                rules(event, "allow"),
                event.object("authority", LineReader::authority));
    }

    private static Authority authority(Fields authority) {
        String type = authority.text("type");
        return switch (type) {
            case "Given" -> new Authority.Given(new Scope(rules(authority, "allow"), rules(authority, "deny")));
            case "OwnScope" -> new Authority.OwnScope();
            case "Unrecorded" -> new Authority.Unrecorded();
            default -> throw unknown(authority, type);
        };
    }

    private static Cause cause(Fields cause, long schema) {
        String type = cause.text("type");
        return switch (type) {
            case "ProcessDead" -> new Cause.ProcessDead(process(cause));
            case "TakenBack" -> takenBack(cause, schema);
            default -> throw unknown(cause, type);
        };
    }

    private static Cause takenBack(Fields cause, long schema) {
        PodName parent = cause.value("parent", PodName::new);
        boolean removed = cause.truth("removed");
        List<ScopeRule> restored = rules(cause, "restored");
        List<ScopeRule> withheld = rules(cause, "withheld");
        return schema == 1
                ? new Cause.TakenBack(parent, removed, restored, withheld)
                : new Cause.TakenBack(parent, removed, restored, withheld, rules(cause, "scope"));
    }

    static ProcessIdentity process(Fields holder) {
        return holder.object("process", LineReader::identity);
    }

    private static ProcessIdentity identity(Fields process) {
        String type = process.text("type");
        return switch (type) {
            case "Linux" ->
                new ProcessIdentity.Linux(
                        process.text("host"),
                        process.text("boot"),
                        process.text("pidNamespace"),
                        process.number("pid"),
                        process.number("startTicks"));
            case "Portable" ->
                new ProcessIdentity.Portable(process.text("host"), process.number("pid"), process.time("start"));
            case "BarePid" -> new ProcessIdentity.BarePid(process.number("pid"));
            default -> throw unknown(process, type);
        };
    }

    static PodSocket socket(Fields event) {
        return event.value("socket", PodSocket::new);
    }

    static SegmentId segment(Fields event) {
        return new SegmentId(event.uuid("segment"));
    }

    static List<ScopeRule> rules(Fields holder, String name) {
        return holder.list(
                name,
                rule -> new ScopeRule(rule.value("target", ScopePath::new), permission(rule), rule.truth("recursive")));
    }

    private static Permission permission(Fields rule) {
        String name = rule.text("permission");
        return switch (name) {
            case "READ" -> Permission.READ;
            case "WRITE" -> Permission.WRITE;
            default -> throw rule.defect("permission", "is \"" + name + "\", neither READ nor WRITE");
        };
    }

    private static UnreadableEventException unknown(Fields fields, String type) {
        return fields.defect("type", "is the unknown \"" + type + "\"");
    }
}
