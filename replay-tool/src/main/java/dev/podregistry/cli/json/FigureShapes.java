package dev.podregistry.cli.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podregistry.audit.Access;
import dev.podregistry.audit.State.Holding;
import dev.podregistry.audit.Summary;
import dev.podregistry.audit.Vitality;
import dev.podregistry.model.Permission;
import org.jspecify.annotations.Nullable;

/** What figures and permissions look like in JSON. */
public final class FigureShapes {

    private FigureShapes() {}

    /** {@return a history in figures} */
    public static ObjectNode summary(Summary summary) {
        ObjectNode node = Shapes.object("pod-registry/stats/1");
        node.setAll(Shapes.at(summary.at()));
        node.put("events", summary.events());
        ObjectNode kinds = node.putObject("kinds");
        summary.kinds().forEach((kind, count) -> {
            if (kind.isTold(count)) {
                kinds.put(kind.toString(), count);
            }
        });
        node.putObject("reclaims")
                .put("dead", summary.reclaims().dead())
                .put("takenBack", summary.reclaims().takenBack())
                .put("takenBackAfterwards", summary.reclaims().afterwards())
                .put("rulesWithheld", summary.reclaims().withheld());
        node.put("mostLive", summary.mostLive()).put("depth", summary.depth());
        node.set("deepest", HistoryShapes.mark(summary.deepest()));
        ArrayNode longest = node.putArray("longest");
        summary.longest().forEach(hold -> {
            ObjectNode object = longest.addObject().put("pod", hold.pod().value());
            object.set("from", HistoryShapes.mark(hold.from()));
            object.set("until", HistoryShapes.mark(hold.until()));
            object.put("seconds", hold.lasted().toSeconds());
        });
        ArrayNode contention = node.putArray("contention");
        summary.contention()
                .forEach(c -> contention
                        .addObject()
                        .put("path", c.prefix().value())
                        .put("pods", c.pods())
                        .put("claims", c.claims())
                        .put("atOnce", c.atOnce()));
        return node;
    }

    /** {@return what a pod may do at a path} */
    public static ObjectNode access(Access access, @Nullable Vitality own, @Nullable Vitality holders) {
        Holding holding = access.holding();
        ObjectNode node = Shapes.object("pod-registry/check/1");
        node.setAll(Shapes.at(holding.at()));
        node.put("pod", access.pod().value()).put("path", holding.path().value());
        Permission permission = access.permission();
        node.put("mayWrite", access.mayWrite()).put("live", access.isLive());
        node.put("permission", permission == null ? null : permission.name());
        if (holding.isHeld()) {
            node.put("holder", holding.chain().get(0).pod().value());
            node.set("rule", Shapes.rule(holding.rule()));
        } else {
            node.putNull("holder").putNull("rule");
        }
        if (own != null) {
            node.set("podVitality", Shapes.with(own, Json.MAPPER.createObjectNode()));
        }
        if (holders != null) {
            node.set("holderVitality", Shapes.with(holders, Json.MAPPER.createObjectNode()));
        }
        ArrayNode writable = node.putArray("writable");
        access.writable().forEach(each -> {
            ObjectNode object = writable.addObject();
            object.set("rule", Shapes.rule(each.rule()));
            object.set("denied", Shapes.rules(each.except()));
            ArrayNode lent = object.putArray("held");
            each.lent().forEach(c -> {
                ObjectNode other = lent.addObject().put("pod", c.holder().pod().value());
                other.set("rule", Shapes.rule(c.rule()));
            });
        });
        return node;
    }
}
