package dev.podregistry.cli.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podregistry.model.Refusal;

/**
 * Adds the facts of a refusal to its JSON.
 *
 * @param node what they are added to
 */
record RefusalFacts(ObjectNode node) implements Refusal.Visitor<ObjectNode> {

    @Override
    public ObjectNode invalidScope(Refusal.InvalidScope r) {
        return node.put("target", r.target()).put("reason", r.reason());
    }

    @Override
    public ObjectNode limitExceeded(Refusal.LimitExceeded r) {
        return node.put("limit", Shapes.lower(r.limit()))
                .put("greatest", r.limit().greatest())
                .put("amount", r.amount());
    }

    @Override
    public ObjectNode duplicatePodName(Refusal.DuplicatePodName r) {
        return node.put("pod", r.pod().value());
    }

    @Override
    public ObjectNode segmentConflict(Refusal.SegmentConflict r) {
        return node.put("segment", r.segment().toString())
                .put("holder", r.holder().value())
                .put("socket", r.socket().value());
    }

    @Override
    public ObjectNode writeConflict(Refusal.WriteConflict r) {
        node.set("rule", Shapes.rule(r.rule()));
        node.put("competitor", r.competitor().value());
        return node.set("competitorRule", Shapes.rule(r.competitorRule()));
    }

    @Override
    public ObjectNode unknownPod(Refusal.UnknownPod r) {
        return node.put("pod", r.pod().value());
    }

    @Override
    public ObjectNode notSubset(Refusal.NotSubset r) {
        node.put("spawner", r.spawner().value());
        node.set("rule", Shapes.rule(r.rule()));
        return r.deny() == null ? node.putNull("deny") : node.set("deny", Shapes.rule(r.deny()));
    }

    @Override
    public ObjectNode alreadyAdopted(Refusal.AlreadyAdopted r) {
        return node.put("pod", r.pod().value());
    }

    @Override
    public ObjectNode staleToken(Refusal.StaleToken r) {
        return node.put("pod", r.pod().value())
                .put("given", r.given().value())
                .put("current", r.current().value());
    }

    @Override
    public ObjectNode notDelegated(Refusal.NotDelegated r) {
        return node.put("parent", r.parent().value()).put("child", r.child().value());
    }

    @Override
    public ObjectNode notEmpty(Refusal.NotEmpty r) {
        return node.put("sequence", r.sequence());
    }

    @Override
    public ObjectNode importRefused(Refusal.ImportRefused r) {
        return node.put("index", r.index()).put("pod", r.pod().value());
    }

    @Override
    public ObjectNode delegatedDeny(Refusal.DelegatedDeny r) {
        return node.put("pod", r.pod().value());
    }

    @Override
    public ObjectNode commandIdReused(Refusal.CommandIdReused r) {
        return node.put("id", r.id().toString()).put("sequence", r.sequence());
    }
}
