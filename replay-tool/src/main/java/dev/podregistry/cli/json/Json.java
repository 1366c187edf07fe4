package dev.podregistry.cli.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podregistry.model.Invisible;
import java.util.Locale;

/** JSON as text: in the layout that most tools print, and with no character that acts on a terminal. */
final class Json {

    static final JsonMapper MAPPER = new JsonMapper();

    private static final ObjectWriter PRETTY = MAPPER.writer(layout());

    private Json() {}

    private static DefaultPrettyPrinter layout() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        Separators separators = Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        return new DefaultPrettyPrinter(separators).withObjectIndenter(indenter).withArrayIndenter(indenter);
    }

    /** {@return the node on one line} */
    static String line(JsonNode node) {
        try {
            return visible(MAPPER.writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    /** {@return the node over several lines, indented by two spaces} */
    static String document(JsonNode node) {
        try {
            return visible(PRETTY.writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    /** Escapes invisible characters; they can only stand in strings, so an escape means the same. */
    static String visible(String json) {
        if (json.codePoints().noneMatch(Json::isInvisible)) {
            return json;
        }
        StringBuilder text = new StringBuilder();
        json.codePoints().forEach(c -> {
            if (isInvisible(c)) {
                for (char unit : Character.toChars(c)) {
                    text.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.toString();
    }

    private static boolean isInvisible(int c) {
        return c != '\n' && Invisible.isUnsafe(c);
    }
}
