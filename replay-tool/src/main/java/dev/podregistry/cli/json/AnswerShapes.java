package dev.podregistry.cli.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podregistry.audit.Point;
import dev.podregistry.audit.Simulation;
import dev.podregistry.audit.Vitality;
import dev.podregistry.decide.Answer;
import dev.podregistry.event.Event;
import dev.podregistry.event.Origin;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.log.json.EventLine;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What answers to commands look like in JSON: each fact of a refusal is a field. */
public final class AnswerShapes {

    private static final EventCodec CODEC = new EventCodec();
    private static final Origin NOBODY = new Origin(new Actor("nobody"), new CommandId(new UUID(0, 0)));

    private AnswerShapes() {}

    /** {@return what an import came to} */
    public static ObjectNode imported(int pods, List<LedTarget> elsewhere, Point at) {
        ObjectNode node = Shapes.object("pod-registry/import/1").put("pods", pods);
        node.setAll(Shapes.at(at));
        ArrayNode targets = node.putArray("elsewhere");
        elsewhere.forEach(target -> targets.addObject()
                .put("pod", target.pod().value())
                .put("target", target.given())
                .put("leadsTo", target.path().value()));
        return node;
    }

    /** {@return what would come of a command; of a process that nobody starts nothing is told} */
    public static ObjectNode simulation(Simulation simulation, @Nullable Map<PodName, Vitality> notAlive) {
        ObjectNode node = Shapes.object("pod-registry/simulate/1");
        node.setAll(Shapes.at(simulation.at()));
        node.put("accepted", !simulation.isRefused());
        node.set("answer", answer(simulation.answer()));
        node.put("processesAsked", notAlive != null);
        if (notAlive != null) {
            ArrayNode pods = node.putArray("notAlive");
            notAlive.forEach((pod, is) ->
                    pods.add(Shapes.with(is, Json.MAPPER.createObjectNode().put("pod", pod.value()))));
        }
        ArrayNode events = node.putArray("events");
        long sequence = simulation.at().sequence();
        for (Event event : simulation.events()) {
            sequence++;
            events.addObject().put("sequence", sequence).set("event", event(event));
        }
        return node;
    }

    private static ObjectNode event(Event event) {
        try {
            String line = CODEC.encode(new EventLine(1, 0, Instant.EPOCH, NOBODY, event));
            ObjectNode node = (ObjectNode) Json.MAPPER.readTree(line).path("event");
            boolean nobody = (event instanceof Event.Registered r && r.process().equals(Simulation.NO_PROCESS))
                    || (event instanceof Event.Adopted a && a.process().equals(Simulation.NO_PROCESS));
            return nobody ? node.putNull("process") : node;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the codec wrote what is no JSON", e);
        }
    }

    private static ObjectNode answer(Answer answer) {
        if (answer instanceof Answer.Refused refused) {
            return refusal(refused.refusal());
        }
        ObjectNode node =
                Json.MAPPER.createObjectNode().put("type", answer.getClass().getSimpleName());
        if (answer instanceof Answer.Held held) {
            return node.put("pod", held.pod().value()).put("token", held.token().value());
        }
        if (answer instanceof Answer.Freed freed) {
            return node.put("pod", freed.pod().value());
        }
        if (answer instanceof Answer.TakenBack taken) {
            node.set("restored", Shapes.rules(taken.restored()));
            node.set("withheld", Shapes.rules(taken.withheld()));
        }
        return node;
    }

    private static ObjectNode refusal(Refusal refusal) {
        ObjectNode node =
                Json.MAPPER.createObjectNode().put("type", refusal.getClass().getSimpleName());
        return refusal.accept(new RefusalFacts(node.put("message", refusal.message())));
    }
}
