package dev.podregistry.cli.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podregistry.audit.Kind;
import dev.podregistry.audit.Mark;
import dev.podregistry.audit.Period;
import dev.podregistry.audit.Point;
import dev.podregistry.audit.Stay;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import org.jspecify.annotations.Nullable;

/** What stretches of a history look like in JSON. */
public final class HistoryShapes {

    private HistoryShapes() {}

    /** {@return what a history of a path says besides its stretches} */
    public static ObjectNode blame(ScopePath path, Point at) {
        return Shapes.at(at).put("path", path.value());
    }

    /** {@return a period, once the history was read to the event {@code at}} */
    public static ObjectNode period(Period period, long at) {
        ObjectNode node = Shapes.object("pod-registry/period/1").put("atSequence", at);
        node.put("path", period.path().value());
        node.set("from", mark(period.from()));
        node.set("until", mark(period.until()));
        node.put("held", period.isHeld());
        if (period.isHeld()) {
            node.put("holder", period.chain().get(0).allocation().pod().value());
            node.set("rule", Shapes.rule(period.rule()));
        } else {
            node.putNull("holder").putNull("rule");
        }
        long from = period.from() == null ? 0 : period.from().sequence();
        ArrayNode chain = node.putArray("chain");
        period.chain().forEach(link -> chain.add(Shapes.link(link, from)));
        ArrayNode changes = node.putArray("changes");
        period.changes().forEach(change -> changes.add(mark(change)));
        return node;
    }

    /** {@return a pod's stay in a subtree, once the history was read to the event {@code at}} */
    public static ObjectNode stay(Stay stay, String subtree, long at) {
        ObjectNode node = Shapes.object("pod-registry/stay/1").put("atSequence", at);
        node.put("subtree", subtree).put("pod", stay.pod().value()).put("under", Shapes.text(stay.under()));
        node.set("from", mark(stay.from()));
        node.set("until", mark(stay.until()));
        node.set("rules", Shapes.rules(stay.rules()));
        ArrayNode moves = node.putArray("moves");
        stay.moves().forEach(move -> moves.add(((ObjectNode) mark(move.by())).put("under", Shapes.text(move.to()))));
        return node;
    }

    /** {@return an event in brief, or null} */
    static JsonNode mark(@Nullable Mark mark) {
        if (mark == null) {
            return NullNode.getInstance();
        }
        ObjectNode node = Json.MAPPER.createObjectNode().put("sequence", mark.sequence());
        node.put("time", mark.time().toString()).put("actor", mark.actor().value());
        node.put("type", Kind.of(mark.event()).toString());
        PodName pod = mark.event().pod();
        return node.put("pod", pod == null ? null : pod.value());
    }
}
