package dev.podregistry.log.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/**
 * A log may have been written by anybody, and its defects are shown to people on terminals.
 *
 * <p>The fuzzer found that the name of an unknown field was repeated in the message as it stood, with the control
 * characters in it: whoever could write a log could act on the terminal of whoever looked at it.
 */
final class HostileLineTest {

    private static final EventCodec CODEC = new EventCodec();

    private static String refusal(String line) {
        return assertThrows(UnreadableEventException.class, () -> CODEC.decode(line))
                .getMessage();
    }

    @Test
    void noPartOfAMessageActsOnATerminal() {
        String line = CODEC.encode(Samples.lines().get(0));

        assertEquals("a\\u001b[2J is unknown", refusal(line.replace("{\"schema\"", "{\"a\\u001b[2J\":1,\"schema\"")));
        assertEquals(
                "event.type is the unknown \"x\\u202ey\"", refusal(line.replace("\"Registered\"", "\"x\\u202ey\"")));
        assertEquals(
                "event.allow[0].permission is \"\\u2028\", neither READ nor WRITE",
                refusal(line.replaceFirst("\"WRITE\"", "\"\\\\u2028\"")));
    }

    @Test
    void noPartOfAMessageFloodsIt() {
        String line = CODEC.encode(Samples.lines().get(0));

        assertEquals(
                1001,
                refusal(line.replace("{\"schema\"", "{\"" + "a".repeat(40_000) + "\":1,\"schema\""))
                        .length());
    }
}
