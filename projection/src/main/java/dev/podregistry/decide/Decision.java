package dev.podregistry.decide;

import dev.podregistry.event.Event;
import dev.podregistry.model.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command comes to.
 *
 * @param events what happens, in order; dead pods may be reclaimed even when the answer is a refusal
 * @param answer what the caller is told
 * @param echoOf when the command was carried out before and is only answered again, the sequence of its first answer; else 0
 */
public record Decision(List<Event> events, Answer answer, long echoOf) {

    public Decision {
        events = List.copyOf(events);
    }

    /** Creates a decision that is no echo. */
    public Decision(List<Event> events, Answer answer) {
        this(events, answer, 0);
    }

    /** {@return whether the command was carried out before, and this is its first answer again} */
    public boolean isEcho() {
        return echoOf > 0;
    }

    /** {@return why the command is refused, or null when it is accepted} */
    public @Nullable Refusal refusal() {
        return answer instanceof Answer.Refused refused ? refused.refusal() : null;
    }

    static Decision echo(Answer answer, long first) {
        return new Decision(List.of(), answer, first);
    }

    static Decision of(Event event, Answer answer) {
        return new Decision(List.of(event), answer);
    }

    static Decision refused(Refusal refusal) {
        return nothing(new Answer.Refused(refusal));
    }

    static Decision nothing(Answer answer) {
        return new Decision(List.of(), answer);
    }

    Decision after(List<? extends Event> earlier) {
        List<Event> all = new ArrayList<>(earlier);
        all.addAll(events);
        return new Decision(all, answer);
    }
}
