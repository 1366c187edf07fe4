package dev.podregistry.table;

import dev.podregistry.event.Done;
import dev.podregistry.model.CommandId;
import io.vavr.collection.HashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The last commands that were carried out, by which a repetition is recognised; bounded, immutable. */
final class RecentCommands {

    static final int BOUND = 1024;

    static final RecentCommands NONE = new RecentCommands(HashMap.empty(), LongMap.empty());

    private final HashMap<CommandId, Done> byId;
    private final LongMap<Done> bySequence;

    private RecentCommands(HashMap<CommandId, Done> byId, LongMap<Done> bySequence) {
        this.byId = byId;
        this.bySequence = bySequence;
    }

    @Nullable
    Done find(CommandId id) {
        return byId.get(id).getOrNull();
    }

    /** {@return the commands, oldest first} */
    List<Done> all() {
        return bySequence.values();
    }

    RecentCommands plus(Done done) {
        Done earlier = find(done.command());
        LongMap<Done> sequences = earlier == null ? bySequence : bySequence.without(earlier.sequence());
        RecentCommands more = new RecentCommands(byId.put(done.command(), done), sequences.with(done.sequence(), done));
        return more.bySequence.size() > BOUND ? more.withoutOldest() : more;
    }

    private RecentCommands withoutOldest() {
        Done oldest = Objects.requireNonNull(bySequence.get(bySequence.from(0)));
        return new RecentCommands(byId.remove(oldest.command()), bySequence.without(oldest.sequence()));
    }
}
