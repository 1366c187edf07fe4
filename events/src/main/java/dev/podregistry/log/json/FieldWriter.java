package dev.podregistry.log.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of JSON objects as they come, and so in the order that the schema fixes: what {@link Fields} reads.
 *
 * <p>When what is written to fails, it throws an {@link UncheckedIOException}.
 */
final class FieldWriter {

    private final JsonGenerator json;

    FieldWriter(JsonGenerator json) {
        this.json = json;
    }

    /** Writes one object that stands for itself. */
    void object(Consumer<FieldWriter> fields) throws IOException {
        try {
            json.writeStartObject();
            fields.accept(this);
            json.writeEndObject();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    FieldWriter text(String name, @Nullable String value) {
        try {
            json.writeStringField(name, value);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FieldWriter number(String name, long value) {
        try {
            json.writeNumberField(name, value);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FieldWriter truth(String name, boolean value) {
        try {
            json.writeBooleanField(name, value);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FieldWriter nothing(String name) {
        return text(name, null);
    }

    FieldWriter object(String name, Consumer<FieldWriter> fields) {
        try {
            json.writeFieldName(name);
            object(fields);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a list of objects, one for each element. */
    <T> FieldWriter list(String name, List<T> elements, BiConsumer<FieldWriter, T> fields) {
        try {
            json.writeArrayFieldStart(name);
            for (T element : elements) {
                object(object -> fields.accept(object, element));
            }
            json.writeEndArray();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
