package dev.podregistry.log.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** The fields of one JSON object in any order; {@link #end} refuses what was not taken. It names every defect. */
final class TreeFields implements Fields {

    private final JsonNode object;
    private final String path;
    private final Set<String> taken = new HashSet<>();

    private TreeFields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    static TreeFields of(JsonNode node, String path) {
        if (!node.isObject()) {
            throw UnreadableEventException.at(path, "is no JSON object", null);
        }
        return new TreeFields(node, path);
    }

    private String pathOf(String name) {
        return path.equals("the line") ? name : path + "." + name;
    }

    @Override
    public UnreadableEventException defect(String name, String defect) {
        return UnreadableEventException.at(pathOf(name), defect, null);
    }

    private JsonNode take(String name) {
        JsonNode node = object.get(name);
        if (node == null) {
            throw defect(name, "is missing");
        }
        taken.add(name);
        return node;
    }

    @Override
    public boolean isNull(String name) {
        return take(name).isNull();
    }

    @Override
    public <T> T object(String name, Function<Fields, T> read) {
        return of(take(name), pathOf(name)).together(read);
    }

    @Override
    public String text(String name) {
        JsonNode node = take(name);
        if (!node.isTextual()) {
            throw defect(name, "is no text");
        }
        return node.textValue();
    }

    @Override
    public long number(String name) {
        JsonNode node = take(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw defect(name, "is no whole number of 64 bits");
        }
        return node.longValue();
    }

    @Override
    public boolean truth(String name) {
        JsonNode node = take(name);
        if (!node.isBoolean()) {
            throw defect(name, "is neither true nor false");
        }
        return node.booleanValue();
    }

    @Override
    public <T> T value(String name, Function<String, T> domain) {
        String text = text(name);
        try {
            return domain.apply(text);
        } catch (IllegalArgumentException e) {
            throw UnreadableEventException.at(pathOf(name), "is refused: " + e.getMessage(), e);
        }
    }

    @Override
    public Instant time(String name) {
        String text = text(name);
        try {
            Instant time = Instant.parse(text);
            if (time.toString().equals(text)) {
                return time;
            }
        } catch (DateTimeException e) {
            throw UnreadableEventException.at(pathOf(name), "is no time", e);
        }
        throw defect(name, "is no time in its only form");
    }

    @Override
    public UUID uuid(String name) {
        UUID uuid = value(name, UUID::fromString);
        if (!uuid.toString().equals(text(name))) {
            throw defect(name, "is no UUID in its only form");
        }
        return uuid;
    }

    @Override
    public <T> List<T> list(String name, Function<Fields, T> element) {
        JsonNode array = take(name);
        if (!array.isArray()) {
            throw defect(name, "is no list");
        }
        List<T> list = new ArrayList<>(array.size());
        for (JsonNode node : array) {
            TreeFields fields = of(node, pathOf(name) + "[" + list.size() + "]");
            list.add(element.apply(fields));
            fields.end();
        }
        return list;
    }

    /** {@return the answer of {@code read}, which may throw what the domain throws for values that do not fit together} */
    <T> T together(Function<Fields, T> read) {
        try {
            T value = read.apply(this);
            end();
            return value;
        } catch (IllegalArgumentException e) {
            throw UnreadableEventException.at(path, "is refused: " + e.getMessage(), e);
        }
    }

    private void end() {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!taken.contains(name)) {
                throw defect(name, "is unknown");
            }
        }
    }
}
