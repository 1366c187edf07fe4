package dev.podregistry.log.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The fields of one JSON object and of all objects in it, taken as the parser meets them.
 *
 * <p>It throws {@link UnexpectedTokenException} when the next field is another one, and does not say what is wrong.
 */
final class OrderedFields implements Fields {

    private final JsonParser parser;

    /** Whether the parser stands at the value of the field that is taken next. */
    private boolean atValue;

    private OrderedFields(JsonParser parser) {
        this.parser = parser;
    }

    /** {@return the answer of {@code read}, which takes all fields of the only object that {@code parser} gives} */
    static <T> T read(JsonParser parser, Function<Fields, T> read) throws IOException {
        OrderedFields fields = new OrderedFields(parser);
        try {
            require(parser.nextToken() == JsonToken.START_OBJECT);
            T answer = fields.all(read);
            require(parser.nextToken() == null);
            return answer;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private <T> T all(Function<Fields, T> read) throws IOException {
        T answer = read.apply(this);
        require(parser.nextToken() == JsonToken.END_OBJECT);
        return answer;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw UnexpectedTokenException.INSTANCE;
        }
    }

    private JsonToken take(String name) throws IOException {
        if (atValue) {
            atValue = false;
            return parser.currentToken();
        }
        require(name.equals(parser.nextFieldName()));
        return parser.nextToken();
    }

    @Override
    public boolean isNull(String name) {
        try {
            atValue = take(name) != JsonToken.VALUE_NULL;
            return !atValue;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String text(String name) {
        try {
            require(take(name) == JsonToken.VALUE_STRING);
            return parser.getText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long number(String name) {
        try {
            require(take(name) == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != NumberType.BIG_INTEGER);
            return parser.getLongValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean truth(String name) {
        try {
            JsonToken token = take(name);
            require(token.isBoolean());
            return token == JsonToken.VALUE_TRUE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public <T> T value(String name, Function<String, T> domain) {
        return domain.apply(text(name));
    }

    @Override
    public Instant time(String name) {
        Instant time = CommonTime.parse(text(name));
        if (time == null) {
            throw UnexpectedTokenException.INSTANCE;
        }
        return time;
    }

    @Override
    public UUID uuid(String name) {
        String text = text(name);
        UUID uuid = UUID.fromString(text);
        require(uuid.toString().equals(text));
        return uuid;
    }

    @Override
    public <T> T object(String name, Function<Fields, T> read) {
        try {
            require(take(name) == JsonToken.START_OBJECT);
            return all(read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public <T> List<T> list(String name, Function<Fields, T> element) {
        try {
            require(take(name) == JsonToken.START_ARRAY);
            List<T> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                require(parser.currentToken() == JsonToken.START_OBJECT);
                list.add(all(element));
            }
            return list;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public UnreadableEventException defect(String name, String defect) {
        return UnreadableEventException.at(name, defect, null);
    }
}
