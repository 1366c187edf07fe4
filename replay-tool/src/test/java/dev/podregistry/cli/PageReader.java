package dev.podregistry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** The data of a report as its page reads it, from the text of the file alone. */
final class PageReader {

    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/octet-stream\" id=\"data\">([A-Za-z0-9+/=]*)</script>");

    private final JsonNode header;
    private final Map<String, long[]> columns = new HashMap<>();
    private final Map<String, Integer> nodes = new HashMap<>();

    PageReader(String page) {
        Matcher data = DATA.matcher(page);
        if (!data.find()) {
            throw new IllegalArgumentException("a page without data");
        }
        byte[] bytes = unpacked(Base64.getDecoder().decode(data.group(1)));
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
        try {
            header = new JsonMapper().readTree(bytes, Integer.BYTES, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        header.get("columns")
                .properties()
                .forEach(entry -> columns.put(entry.getKey(), column(bytes, Integer.BYTES + length, entry.getValue())));
        for (int node = 1; node < column("node.parent").length; node++) {
            nodes.put(path(node), node);
        }
        nodes.put("/", 0);
    }

    private static byte[] unpacked(byte[] packed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long[] column(byte[] bytes, int start, JsonNode about) {
        long[] values = new long[about.get("count").intValue()];
        int at = start + about.get("offset").intValue();
        int end = at + about.get("bytes").intValue();
        long last = 0;
        for (int i = 0; i < values.length; i++) {
            long value = 0;
            int shift = 0;
            do {
                value |= (long) (bytes[at] & 0x7f) << shift;
                shift += 7;
            } while (bytes[at++] < 0);
            long signed = (value >>> 1) ^ -(value & 1);
            last = about.get("delta").booleanValue() ? last + signed : signed;
            values[i] = last;
        }
        if (at != end) {
            throw new IllegalArgumentException("a column of another size: " + about);
        }
        return values;
    }

    JsonNode header() {
        return header;
    }

    long[] column(String name) {
        return columns.get(name);
    }

    /** {@return the text that a column's value stands for} */
    String text(String table, String column, int row) {
        return text(table, column(column)[row]);
    }

    String text(String table, long place) {
        JsonNode node = header.get(table).get((int) place);
        return node.isTextual() ? node.textValue() : node.toString();
    }

    /** {@return all paths that have nodes} */
    List<String> paths() {
        return new ArrayList<>(nodes.keySet());
    }

    private String path(int node) {
        StringBuilder path = new StringBuilder();
        for (int at = node; at > 0; at = (int) column("node.parent")[at]) {
            path.insert(0, "/" + text("names", "node.name", at));
        }
        return path.toString();
    }

    /** {@return the sequence that created the allocation that may write {@code path} after so many events, 0 for nobody} */
    long holder(String path, long sequence) {
        int row = row(path, sequence);
        if (row >= 0) {
            return created(column("hold.itself")[row]);
        }
        String above = path;
        for (int steps = 1; !above.equals("/"); steps++) {
            above = above.substring(0, Math.max(1, above.lastIndexOf('/')));
            row = row(above, sequence);
            if (row >= 0) {
                return created(column(steps == 1 ? "hold.children" : "hold.deeper")[row]);
            }
        }
        return 0;
    }

    private int row(String path, long sequence) {
        int row = -1;
        Integer node = nodes.get(path);
        long[] of = column("hold.node");
        for (int i = 0; node != null && i < of.length; i++) {
            row = of[i] == node && column("hold.from")[i] <= sequence ? i : row;
        }
        return row < 0 || column("hold.itself")[row] == -2 ? -1 : row;
    }

    /** {@return the sequence of the event that began a life, 0 for none} */
    long created(long life) {
        return life < 0 ? 0 : column("life.from")[(int) life];
    }
}
