package dev.podregistry.cli.report;

import dev.podregistry.cli.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Columns by their names, stored one after another. */
final class Columns {

    private final Map<String, Column> columns = new LinkedHashMap<>();

    Column add(String name) {
        return add(name, new Column(false));
    }

    Column addDelta(String name) {
        return add(name, new Column(true));
    }

    private Column add(String name, Column column) {
        columns.put(name, column);
        return column;
    }

    /** {@return what a reader needs to find them, as a JSON object} */
    String index() {
        Map<String, Object> index = new LinkedHashMap<>();
        long offset = 0;
        for (Map.Entry<String, Column> entry : columns.entrySet()) {
            Column column = entry.getValue();
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("count", column.count());
            one.put("offset", offset);
            one.put("bytes", column.size());
            one.put("delta", column.isDelta());
            index.put(entry.getKey(), one);
            offset += column.size();
        }
        return JsonText.object(index);
    }

    void writeTo(OutputStream out) throws IOException {
        for (Column column : columns.values()) {
            column.writeTo(out);
        }
    }
}
