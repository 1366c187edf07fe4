package dev.podregistry.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podregistry.log.MemoryLog;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What the tool answers to questions about a log, at random moments and paths: what a page of that log must show. */
final class ReportAnswers {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> ABOUT_ONE_POD =
            List.of("Registered", "Delegated", "Adopted", "SegmentChanged", "Released");

    private final Prompt prompt;
    private final List<String> paths;
    private final Random random;
    private final long events;

    /**
     * Creates answers.
     *
     * @param paths the paths to ask about
     */
    ReportAnswers(MemoryLog log, List<String> paths, long seed) {
        this.prompt = Prompt.on(log);
        this.paths = paths;
        this.random = new Random(seed);
        this.events = asked("state").path("at").path("sequence").asLong();
    }

    /** {@return the answers as JSON} */
    String json() {
        ObjectNode answers = MAPPER.createObjectNode();
        ArrayNode who = answers.putArray("who");
        for (int i = 0; i < 25; i++) {
            who(random.nextLong(events + 1), who);
        }
        ArrayNode blame = answers.putArray("blame");
        paths.forEach(path -> blame.add(blame(path)));
        ArrayNode log = answers.putArray("log");
        for (int i = 0; i < 12; i++) {
            log.add(log(random.nextBoolean()));
        }
        ArrayNode moments = answers.putArray("moments");
        for (int i = 0; i < 25; i++) {
            moments.add(moment(Story.NOON.plusSeconds(random.nextLong(events * 30))));
        }
        return answers.toPrettyString();
    }

    private void who(long at, ArrayNode to) {
        List<String> command = Stream.concat(Stream.of("who", "--at", "#" + at), paths.stream())
                .toList();
        for (JsonNode answer : asked(command.toArray(String[]::new)).path("answers")) {
            ObjectNode told = to.addObject().put("path", answer.path("path").textValue());
            told.set("at", answer.path("at"));
            told.set("chain", chain(answer.path("chain")));
        }
    }

    private static ArrayNode chain(JsonNode links) {
        ArrayNode chain = MAPPER.createArrayNode();
        links.forEach(link -> chain.addObject()
                .put("pod", link.path("pod").textValue())
                .put("created", link.path("created").longValue()));
        return chain;
    }

    private ObjectNode blame(String path) {
        ObjectNode told = MAPPER.createObjectNode().put("path", path);
        ArrayNode periods = told.putArray("periods");
        for (JsonNode period : asked("blame", path).path("periods")) {
            periods.addObject()
                    .put("holder", period.path("holder").textValue())
                    .put("from", period.path("from").path("sequence").asLong(0))
                    .put("until", period.path("until").path("sequence").asLong(0));
        }
        return told;
    }

    /** A path picks take-backs also by what they gave back, which a page does not know; so it is asked with other kinds. */
    private ObjectNode log(boolean byPath) {
        ObjectNode told = MAPPER.createObjectNode();
        String kind = ABOUT_ONE_POD.get(random.nextInt(ABOUT_ONE_POD.size()));
        String path = paths.get(random.nextInt(paths.size()));
        String actor = "actor-" + random.nextInt(3);
        JsonNode found = byPath ? asked("log", "--type", kind, "--path", path) : asked("log", "--actor", actor);
        told.put("path", byPath ? path : "").put("kind", byPath ? kind : "").put("actor", byPath ? "" : actor);
        ArrayNode sequences = told.putArray("sequences");
        found.path("events").forEach(event -> sequences.add(event.path("sequence")));
        return told;
    }

    private ObjectNode moment(Instant time) {
        return MAPPER.createObjectNode()
                .put("time", time.toString())
                .put(
                        "sequence",
                        asked("state", "--at", time.toString())
                                .path("at")
                                .path("sequence")
                                .longValue());
    }

    private JsonNode asked(String... words) {
        String[] command =
                Stream.concat(Stream.of(words), Stream.of("-o", "json")).toArray(String[]::new);
        try {
            return MAPPER.readTree(prompt.run(command).out());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
