package dev.podregistry.cli.json;

import dev.podregistry.event.Recorded;
import java.util.Map;

/** JSON as text on one line, with no character in it that acts on a terminal. */
public final class JsonText {

    /** The name of the JSON Schema that {@link #event} follows. */
    public static final String EVENT_SCHEMA = "urn:pod-registry:schema:event:1";

    private JsonText() {}

    /** {@return an event with its hashes and the exact text they cover} */
    public static String event(Recorded recorded) {
        return Json.line(Shapes.event(recorded));
    }

    /** {@return an object of plain values, lists and maps, its keys in the map's order} */
    public static String object(Map<String, ?> values) {
        return Json.line(Json.MAPPER.valueToTree(values));
    }

    /** {@return the same JSON, invisible characters in its strings escaped} */
    public static String visible(String json) {
        return Json.visible(json);
    }
}
