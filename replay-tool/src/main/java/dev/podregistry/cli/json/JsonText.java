package dev.podregistry.cli.json;

import dev.podregistry.audit.Moved;
import dev.podregistry.audit.Point;
import dev.podregistry.audit.Report;
import dev.podregistry.event.Event;
import dev.podregistry.event.Recorded;
import java.util.Map;

/** JSON as text on one line, with no character in it that acts on a terminal. */
public final class JsonText {

    private JsonText() {}

    /** {@return an event with its hashes, the exact text they cover, and whom it moved up} */
    public static String event(Recorded recorded, Moved moved) {
        return Json.line(Shapes.event(recorded, moved));
    }

    /** {@return the name of the JSON Schema that {@link #event} follows} */
    public static String schema(Event event) {
        return "urn:pod-registry:schema:event:" + Shapes.eventSchema(event);
    }

    /** {@return an object of plain values, lists and maps, its keys in the map's order} */
    public static String object(Map<String, ?> values) {
        return Json.line(Json.MAPPER.valueToTree(values));
    }

    /** {@return a text as a JSON string} */
    public static String text(String text) {
        return Json.line(Json.MAPPER.getNodeFactory().textNode(text));
    }

    /** {@return where in the history an answer is true} */
    public static String at(Point at) {
        return Json.line(Shapes.point(at));
    }

    /** {@return what a verification came to} */
    public static String report(Report report) {
        return Json.line(Shapes.report(report));
    }

    /** {@return the same JSON, invisible characters in its strings escaped} */
    public static String visible(String json) {
        return Json.visible(json);
    }
}
