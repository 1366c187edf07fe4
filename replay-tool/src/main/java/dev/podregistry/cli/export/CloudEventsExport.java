package dev.podregistry.cli.export;

import dev.podregistry.audit.Kind;
import dev.podregistry.audit.Moved;
import dev.podregistry.cli.json.JsonText;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.PodName;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent of version 1.0 a line, in structured JSON mode, whose data is what {@link NdjsonExport} writes.
 *
 * <p>Without a source that somebody chose, it is {@code pod-registry:} and the hash of the log's first event: that is the same
 * for every copy of one log and another for every other log, so source and id name one event for ever.
 */
public final class CloudEventsExport implements EventExport {

    private static final String TYPE = "dev.podregistry.";
    private static final Instant YEAR_0 = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

    private final EventFormat format = new JsonFormat();
    private final Writer out;
    private @Nullable URI source;

    /**
     * Creates an export.
     *
     * @param out where to write; it stays open
     * @param source the source of all events, or null for one made of the first event's hash
     */
    public CloudEventsExport(Writer out, @Nullable URI source) {
        this.out = out;
        this.source = source;
    }

    @Override
    public void event(Recorded event, Moved moved, boolean selected) throws IOException {
        URI from = source;
        if (from == null) {
            from = URI.create("pod-registry:" + event.hash());
            source = from;
        }
        if (selected) {
            out.write(cloudEvent(event, moved, from));
            out.write('\n');
        }
    }

    private String cloudEvent(Recorded event, Moved moved, URI from) {
        CloudEventBuilder builder = CloudEventBuilder.v1()
                .withId(Long.toString(event.sequence()))
                .withSource(from)
                .withType(TYPE + Kind.of(event.event()))
                .withDataContentType("application/json")
                .withDataSchema(URI.create(JsonText.schema(event.event())))
                .withData(JsonText.event(event, moved).getBytes(StandardCharsets.UTF_8));
        PodName pod = event.event().pod();
        if (pod != null) {
            builder.withSubject(pod.value());
        }
        // RFC 3339 has years of four digits; the exact time is in the data.
        if (!event.time().isBefore(YEAR_0) && event.time().isBefore(YEAR_10000)) {
            builder.withTime(event.time().atOffset(ZoneOffset.UTC));
        }
        return JsonText.visible(new String(format.serialize(builder.build()), StandardCharsets.UTF_8));
    }

    @Override
    public void end(Extent extent) {}
}
