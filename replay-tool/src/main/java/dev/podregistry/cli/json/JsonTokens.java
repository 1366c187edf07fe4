package dev.podregistry.cli.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tokens of a JSON text, each to be taken as what it must be; what is something else is refused with its place. */
final class JsonTokens implements AutoCloseable {

    private static final JsonFactory STRICT = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(128)
                    .maxNumberLength(30)
                    .build())
            .build();

    private static final int TOLD = 10;

    private final JsonParser parser;
    private final Set<String> ignored = new LinkedHashSet<>();

    JsonTokens(String text) throws IOException {
        parser = STRICT.createParser(text);
    }

    /** Takes one value; the parser stands on its first token. */
    @FunctionalInterface
    interface Value<T extends @Nullable Object> {
        T take() throws IOException, BadPodsJsonException;
    }

    /** A key of an object, and its value once that is known. */
    static final class Member<T extends @Nullable Object> {

        private final Value<T> value;
        private final List<T> taken = new ArrayList<>(1);
        private final List<T> otherwise = new ArrayList<>(1);

        /** Creates one that the object must have. */
        Member(Value<T> value) {
            this.value = value;
        }

        /** {@return one that stands for {@code missing} where the object does not have it} */
        static <T extends @Nullable Object> Member<T> optional(Value<T> value, T missing) {
            Member<T> member = new Member<>(value);
            member.otherwise.add(missing);
            return member;
        }

        boolean isMissing() {
            return taken.isEmpty();
        }

        T get() {
            return (taken.isEmpty() ? otherwise : taken).get(0);
        }
    }

    /** Moves to the first token of the text. */
    void begin() throws IOException {
        parser.nextToken();
    }

    /** Refuses anything after the end of the text's only value. */
    void end() throws IOException, BadPodsJsonException {
        if (parser.nextToken() != null) {
            throw here("something follows the end of the document");
        }
    }

    void object(Map<String, Member<?>> keys) throws IOException, BadPodsJsonException {
        require(JsonToken.START_OBJECT, "an object");
        JsonLocation start = parser.currentTokenLocation();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Member<?> key = keys.get(parser.currentName());
            if (key == null) {
                ignore();
                continue;
            }
            if (!key.taken.isEmpty()) {
                throw here("the key \"" + parser.currentName() + "\" says a second time what another one says");
            }
            parser.nextToken();
            take(key);
        }
        for (Map.Entry<String, Member<?>> key : keys.entrySet()) {
            if (key.getValue().taken.isEmpty() && key.getValue().otherwise.isEmpty()) {
                throw bad(start, "this object has no key \"" + key.getKey() + "\"");
            }
        }
    }

    private void ignore() throws IOException {
        if (ignored.size() < TOLD) {
            ignored.add(parser.currentName());
        }
        parser.nextToken();
        parser.skipChildren();
    }

    /** {@return the first keys that no object has, and that were passed over with what they say} */
    List<String> ignored() {
        return List.copyOf(ignored);
    }

    private <T extends @Nullable Object> void take(Member<T> key) throws IOException, BadPodsJsonException {
        key.taken.add(key.value.take());
    }

    <T> List<T> list(Value<T> element) throws IOException, BadPodsJsonException {
        require(JsonToken.START_ARRAY, "a list");
        List<T> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(element.take());
        }
        return list;
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    String text() throws IOException, BadPodsJsonException {
        require(JsonToken.VALUE_STRING, "a text");
        return parser.getText();
    }

    boolean truth() throws IOException, BadPodsJsonException {
        if (parser.currentToken() != JsonToken.VALUE_TRUE && parser.currentToken() != JsonToken.VALUE_FALSE) {
            throw here("true or false is expected, not " + token());
        }
        return parser.getBooleanValue();
    }

    long number() throws IOException, BadPodsJsonException {
        require(JsonToken.VALUE_NUMBER_INT, "a whole number");
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw here("the number " + parser.getText() + " is too large");
        }
        return parser.getLongValue();
    }

    private void require(JsonToken wanted, String name) throws IOException, BadPodsJsonException {
        if (parser.currentToken() != wanted) {
            throw here(name + " is expected, not " + token());
        }
    }

    private String token() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "the text \"" + parser.getText() + "\"";
            default -> parser.getText();
        };
    }

    /** {@return that {@code defect} is at the token the parser stands on} */
    BadPodsJsonException here(String defect) {
        return bad(place(), defect);
    }

    /** {@return where the token is that the parser stands on} */
    JsonLocation place() {
        return parser.currentTokenLocation();
    }

    /** {@return that {@code defect} is where {@code found} says, or, where that says nothing, where the parser stands} */
    BadPodsJsonException bad(JsonProcessingException found, String defect) {
        JsonLocation at = found.getLocation();
        return bad(at == null ? parser.currentLocation() : at, defect);
    }

    static BadPodsJsonException bad(JsonLocation at, String defect) {
        return new BadPodsJsonException(at.getLineNr(), at.getColumnNr(), defect);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
