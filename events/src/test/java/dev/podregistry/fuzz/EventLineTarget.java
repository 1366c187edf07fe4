package dev.podregistry.fuzz;

import dev.podregistry.log.json.EventCodec;
import dev.podregistry.log.json.EventLine;
import dev.podregistry.log.json.UnreadableEventException;
import java.nio.charset.StandardCharsets;

/**
 * Any text is an event, or it is refused as unreadable.
 *
 * <p>What is read is written as one ASCII line, which says the same and is written the same again. The message of a
 * refusal is fit for a terminal.
 */
public final class EventLineTarget {

    private static final EventCodec CODEC = new EventCodec();

    private EventLineTarget() {}

    /** Tries one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            check(CODEC.decode(new String(input, StandardCharsets.UTF_8)));
        } catch (UnreadableEventException e) {
            Fit.forTerminal(e.getMessage());
        }
    }

    private static void check(EventLine read) {
        String line = CODEC.encode(read);
        Fit.require(line.chars().allMatch(c -> c >= ' ' && c < 0x7f), "the line is not printable ASCII: " + line);
        EventLine again = CODEC.decode(line);
        Fit.require(again.equals(read), "the line says something else: " + line);
        Fit.require(CODEC.encode(again).equals(line), "one event has two lines: " + line);
    }
}
