package dev.podregistry.log.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object: bounded, and with no field missing, unknown, double or of another type. Thread-safe.
 *
 * <p>What was written is read as it comes. Only what is not just so becomes a tree first, which tells what is wrong with
 * it, or that its fields merely stand in another order.
 */
final class StrictJson {

    private static final int MAX_TEXT = 64 << 10;
    private static final int MAX_DEPTH = 12;
    private static final int MAX_DIGITS = 20;

    /** Most lines are shorter. */
    private static final int COMMON_LINE = 1 << 10;

    private final JsonMapper mapper;
    private final JsonFactory ordered;

    /** What reads documents of at most {@code maxLength}. */
    StrictJson(long maxLength) {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(maxLength)
                        .maxStringLength(MAX_TEXT)
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_DIGITS)
                        .build())
                .build();
        mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        // Whoever takes one field after the other by its name meets none twice.
        ordered = factory.rebuild()
                .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /** {@return what writes JSON in ASCII} */
    JsonGenerator generator(OutputStream out) throws IOException {
        return ordered.createGenerator(out);
    }

    /** {@return an object with these fields, in ASCII} */
    String write(Consumer<FieldWriter> fields) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(COMMON_LINE);
        try (JsonGenerator generator = generator(line)) {
            new FieldWriter(generator).object(fields);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /**
     * {@return the answer of {@code read}, which takes all the fields of the object that {@code line} is}
     *
     * @throws UnreadableEventException when it is no such object
     */
    <T> T read(String line, Function<Fields, T> read) {
        T answer = inOrder(line, read);
        return answer == null ? asTree(line, read) : answer;
    }

    /** {@return as {@link #read(String, Function)}, of a line in UTF-8} */
    <T> T read(byte[] line, Function<Fields, T> read) {
        T answer = inOrder(line, read);
        return answer == null ? asTree(new String(line, StandardCharsets.UTF_8), read) : answer;
    }

    /** {@return the answer, or null when the line is not as it would be written} */
    <T> @Nullable T inOrder(String line, Function<Fields, T> read) {
        return inOrder(() -> ordered.createParser(line), read);
    }

    private <T> @Nullable T inOrder(byte[] line, Function<Fields, T> read) {
        // Jackson would guess the encoding, and might guess another one, if this were not how all lines begin.
        boolean isUsual = line.length > 1 && line[0] == '{' && line[1] == '"';
        return isUsual ? inOrder(() -> ordered.createParser(line), read) : null;
    }

    private static <T> @Nullable T inOrder(Opening line, Function<Fields, T> read) {
        try (JsonParser parser = line.open()) {
            return OrderedFields.read(parser, read);
        } catch (IOException | UnexpectedTokenException | UnreadableEventException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Opens what is to be read. */
    @FunctionalInterface
    private interface Opening {
        JsonParser open() throws IOException;
    }

    <T> T asTree(String line, Function<Fields, T> read) {
        JsonNode tree;
        try {
            tree = mapper.readTree(line);
        } catch (JsonProcessingException e) {
            throw UnreadableEventException.at("the line", "is not readable JSON: " + e.getOriginalMessage(), e);
        }
        return TreeFields.of(tree, "the line").together(read);
    }
}
