package dev.podregistry.cli.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podregistry.audit.Between;
import dev.podregistry.audit.Difference;
import dev.podregistry.audit.Handover;
import dev.podregistry.audit.Mark;
import dev.podregistry.model.Allocation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the difference between two tables looks like in JSON. */
public final class DifferenceShapes {

    private DifferenceShapes() {}

    /** {@return what is different between two points of a history} */
    public static ObjectNode between(Between between, Difference difference) {
        ObjectNode node = Shapes.object("pod-registry/diff/1");
        node.set("from", Shapes.point(between.from()));
        node.setAll(Shapes.at(between.to()));
        node.put("different", !difference.isEmpty());
        node.setAll(changes(difference, between.from().sequence(), between.to().sequence(), between.endings()));
        return node;
    }

    static ObjectNode changes(Difference difference, long before, long after, Map<Long, Mark> endings) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        ArrayNode went = node.putArray("went");
        difference.went().forEach(row -> {
            ObjectNode gone = Shapes.allocation(row, before);
            gone.set("ended", HistoryShapes.mark(endings.get(row.created())));
            went.add(gone);
        });
        ArrayNode came = node.putArray("came");
        difference.came().forEach(row -> came.add(Shapes.allocation(row, after)));
        ArrayNode changed = node.putArray("changed");
        difference.changed().forEach(change -> {
            ObjectNode both = changed.addObject();
            both.set("before", Shapes.allocation(change.before(), before));
            both.set("after", Shapes.allocation(change.after(), after));
        });
        ArrayNode handovers = node.putArray("handovers");
        difference.handovers().forEach(handover -> handovers.add(handover(handover)));
        return node;
    }

    private static ObjectNode handover(Handover handover) {
        ObjectNode node = paths(handover);
        ArrayNode exceptions = node.putArray("exceptions");
        handover.exceptions().forEach(exception -> exceptions.add(paths(exception)));
        return node;
    }

    private static ObjectNode paths(Handover handover) {
        ObjectNode node =
                Json.MAPPER.createObjectNode().put("path", handover.at().value());
        node.put("itself", handover.itself())
                .put("children", handover.children())
                .put("deeper", handover.deeper());
        return node.put("before", pod(handover.before())).put("after", pod(handover.after()));
    }

    private static @Nullable String pod(@Nullable Allocation row) {
        return row == null ? null : row.pod().value();
    }
}
