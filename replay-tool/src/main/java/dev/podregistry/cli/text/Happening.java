package dev.podregistry.cli.text;

import dev.podregistry.cli.shell.Printable;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.ProcessDead;
import dev.podregistry.event.Event.Cause.TakenBack;

/** Says in one phrase what an event was; the pod it is about stands before it. */
public final class Happening implements Event.Visitor<String> {

    private static final Happening PHRASE = new Happening();

    private Happening() {}

    public static String of(Event event) {
        return event.accept(PHRASE);
    }

    @Override
    public String registered(Event.Registered event) {
        return "registered";
    }

    @Override
    public String delegated(Event.Delegated event) {
        return "was delegated by " + Printable.text(event.spawner().value());
    }

    @Override
    public String adopted(Event.Adopted event) {
        return "was adopted by " + EventText.process(event.process());
    }

    @Override
    public String segmentChanged(Event.SegmentChanged event) {
        return "changed to " + EventText.segment(event.segment());
    }

    @Override
    public String released(Event.Released event) {
        return "gave its scope up";
    }

    @Override
    public String reclaimed(Event.Reclaimed event) {
        if (event.cause() instanceof TakenBack taken) {
            String parent = Printable.text(taken.parent().value());
            return taken.removed() ? "was taken back by " + parent : "was gone, and " + parent + " took its scope back";
        }
        return "was reclaimed, as its process was dead: " + EventText.process(((ProcessDead) event.cause()).process());
    }

    @Override
    public String restored(Event.Restored event) {
        return "was put back, from a backup or by a repair, beginning epoch " + event.epoch();
    }
}
