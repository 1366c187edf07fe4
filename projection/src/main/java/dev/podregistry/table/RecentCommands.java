package dev.podregistry.table;

import dev.podregistry.event.Done;
import dev.podregistry.model.CommandId;
import io.vavr.collection.HashMap;
import io.vavr.collection.TreeMap;
import org.jspecify.annotations.Nullable;

/** The last commands that were carried out, by which a repetition is recognised; bounded, immutable. */
final class RecentCommands {

    static final int BOUND = 1024;

    static final RecentCommands NONE = new RecentCommands(HashMap.empty(), TreeMap.empty());

    private final HashMap<CommandId, Done> byId;
    private final TreeMap<Long, Done> bySequence;

    private RecentCommands(HashMap<CommandId, Done> byId, TreeMap<Long, Done> bySequence) {
        this.byId = byId;
        this.bySequence = bySequence;
    }

    @Nullable
    Done find(CommandId id) {
        return byId.get(id).getOrNull();
    }

    /** {@return the commands, oldest first} */
    Iterable<Done> all() {
        return bySequence.values();
    }

    RecentCommands plus(Done done) {
        Done earlier = find(done.command());
        TreeMap<Long, Done> sequences = earlier == null ? bySequence : bySequence.remove(earlier.sequence());
        RecentCommands more = new RecentCommands(byId.put(done.command(), done), sequences.put(done.sequence(), done));
        return more.bySequence.size() > BOUND ? more.withoutOldest() : more;
    }

    private RecentCommands withoutOldest() {
        Done oldest = bySequence.head()._2;
        return new RecentCommands(byId.remove(oldest.command()), bySequence.remove(oldest.sequence()));
    }
}
