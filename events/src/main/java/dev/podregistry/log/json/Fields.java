package dev.podregistry.log.json;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The fields of one JSON object, each to be taken by its name and type, in the order that the schema fixes. */
sealed interface Fields permits OrderedFields, TreeFields {

    /** {@return whether the field is null} If not, it is still to be taken. */
    boolean isNull(String name);

    String text(String name);

    long number(String name);

    boolean truth(String name);

    /** {@return the text as the domain's value; what the domain refuses is a defect of the field} */
    <T> T value(String name, Function<String, T> domain);

    /** {@return the time, which must be written just as it would be written again} */
    Instant time(String name);

    /** {@return the UUID, which must be written just as it would be written again} */
    UUID uuid(String name);

    /** {@return the answer of {@code read}, which takes all the fields of an object} */
    <T> T object(String name, Function<Fields, T> read);

    /** {@return the answers of {@code element}, which takes all the fields of one object of a list} */
    <T> List<T> list(String name, Function<Fields, T> element);

    UnreadableEventException defect(String name, String defect);
}
