package dev.podregistry.attack;

import dev.podregistry.event.Event;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.ProcessIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Events that were appended together.
 *
 * @param events in order, at least one
 */
record Transaction(List<Recorded> events) {

    /** Cuts a log up: what one transaction appends has the same command and the same time. */
    static List<Transaction> of(List<Recorded> log) {
        List<Transaction> all = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= log.size(); i++) {
            if (i == log.size() || !together(log.get(from), log.get(i))) {
                all.add(new Transaction(List.copyOf(log.subList(from, i))));
                from = i;
            }
        }
        return all;
    }

    private static boolean together(Recorded one, Recorded other) {
        return one.origin().equals(other.origin()) && one.time().equals(other.time());
    }

    CommandId command() {
        return events.get(0).origin().command();
    }

    /** {@return the sequence of the table it was decided on} */
    long base() {
        return events.get(0).sequence() - 1;
    }

    long last() {
        return base() + events.size();
    }

    List<Event> plain() {
        return events.stream().map(Recorded::event).toList();
    }

    /** {@return whether it has carried its command out, and not only reclaimed dead pods on the way to a refusal} */
    boolean carriesOut() {
        return events.stream().anyMatch(event -> dead(event.event()) == null);
    }

    Set<ProcessIdentity> reclaimed() {
        return events.stream()
                .map(event -> dead(event.event()))
                .filter(process -> process != null)
                .collect(Collectors.toSet());
    }

    private static ProcessIdentity dead(Event event) {
        return event instanceof Event.Reclaimed reclaimed && reclaimed.cause() instanceof Event.Cause.ProcessDead dead
                ? dead.process()
                : null;
    }

    @Override
    public String toString() {
        return "#" + (base() + 1) + "..#" + last() + " of command " + command() + " " + plain();
    }
}
