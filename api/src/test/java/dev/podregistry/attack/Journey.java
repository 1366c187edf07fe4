package dev.podregistry.attack;

import dev.podregistry.attack.Call.Fate;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.Linux;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** A journal read back; a last line without its end does not count. */
final class Journey {

    private final List<Call> calls = new ArrayList<>();
    private final Map<CommandId, Call> open = new LinkedHashMap<>();
    private ProcessIdentity self;
    private long lastSequence;
    private String digest;

    private Journey() {}

    static Journey read(Path file) throws IOException {
        Journey journey = new Journey();
        String text = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(journey::line);
        journey.calls.addAll(journey.open.values());
        return journey;
    }

    private void line(String line) {
        List<String> words = List.of(line.split(" ", -1));
        long time = Long.parseLong(words.get(1));
        switch (words.get(0)) {
            case "I" ->
                self = new Linux(
                        words.get(2),
                        words.get(3),
                        words.get(4),
                        Long.parseLong(words.get(5)),
                        Long.parseLong(words.get(6)));
            case "A" -> {
                Call call = Call.begun(self, id(words), Move.parse(words.subList(3, words.size())), time);
                open.put(call.id(), call);
            }
            case "R" -> {
                long sequence = Long.parseLong(words.get(3));
                lastSequence = Math.max(lastSequence, sequence);
                end(words, Fate.ANSWERED, time, sequence);
            }
            case "X" -> end(words, Fate.valueOf(words.get(3).toUpperCase(Locale.ROOT)), time, -1);
            case "T" -> {
                lastSequence = Long.parseLong(words.get(2));
                digest = words.get(3);
            }
            default -> throw new IllegalArgumentException(line);
        }
    }

    private static CommandId id(List<String> words) {
        return new CommandId(UUID.fromString(words.get(2)));
    }

    private void end(List<String> words, Fate fate, long time, long sequence) {
        String text = String.join(" ", words.subList(4, words.size()));
        calls.add(open.remove(id(words)).ended(fate, time, sequence, text));
    }

    /** {@return who wrote the journal, or null when it did not come that far} */
    ProcessIdentity self() {
        return self;
    }

    /** {@return the calls: first those that ended, in the order in which they did} */
    List<Call> calls() {
        return calls;
    }

    /** {@return the sequence of its last answer, or of its last table} */
    long lastSequence() {
        return lastSequence;
    }

    /** {@return the digest of its last table, or null when it did not come that far} */
    String digest() {
        return digest;
    }
}
