package dev.podregistry.table;

import dev.podregistry.event.Done;
import dev.podregistry.model.CommandId;
import io.vavr.collection.HashMap;
import io.vavr.collection.List;
import org.jspecify.annotations.Nullable;

/**
 * The last commands that were carried out, by which a repetition is recognised; bounded, immutable.
 *
 * <p>A queue of two parts: commands come to the newer one and are forgotten from the older one, and when that has none
 * left the newer one takes its place. So no map ever has a command taken out.
 */
final class RecentCommands {

    static final int BOUND = 1024;

    static final RecentCommands NONE = new RecentCommands(HashMap.empty(), List.empty(), HashMap.empty(), List.empty());

    private final HashMap<CommandId, Done> older;
    private final List<Done> oldestFirst;
    private final HashMap<CommandId, Done> newer;
    private final List<Done> newestFirst;

    /**
     * Creates the commands.
     *
     * @param older the older part, and what has been forgotten of it
     * @param oldestFirst the older part in order
     * @param newer the newer part
     * @param newestFirst the newer part in order
     */
    private RecentCommands(
            HashMap<CommandId, Done> older,
            List<Done> oldestFirst,
            HashMap<CommandId, Done> newer,
            List<Done> newestFirst) {
        this.older = older;
        this.oldestFirst = oldestFirst;
        this.newer = newer;
        this.newestFirst = newestFirst;
    }

    @Nullable
    Done find(CommandId id) {
        Done found = newer.getOrElse(id, null);
        if (found != null || oldestFirst.isEmpty()) {
            return found;
        }
        Done old = older.getOrElse(id, null);
        return old == null || old.sequence() < oldestFirst.head().sequence() ? null : old;
    }

    /** {@return the commands, oldest first} */
    java.util.List<Done> all() {
        return oldestFirst.appendAll(newestFirst.reverse()).toJavaList();
    }

    RecentCommands plus(Done done) {
        Done earlier = find(done.command());
        RecentCommands rest = earlier == null ? withRoom() : without(earlier);
        return new RecentCommands(
                rest.older, rest.oldestFirst, rest.newer.put(done.command(), done), rest.newestFirst.prepend(done));
    }

    /** The same command again is mostly the newest: each event of an import stands for all of it. */
    private RecentCommands without(Done done) {
        return newestFirst.headOption().contains(done)
                ? new RecentCommands(older, oldestFirst, newer, newestFirst.tail())
                : new RecentCommands(older, oldestFirst.remove(done), newer, newestFirst.remove(done));
    }

    private RecentCommands withRoom() {
        if (oldestFirst.size() + newestFirst.size() < BOUND) {
            return this;
        }
        return oldestFirst.isEmpty()
                ? new RecentCommands(newer, newestFirst.reverse().tail(), HashMap.empty(), List.empty())
                : new RecentCommands(older, oldestFirst.tail(), newer, newestFirst);
    }
}
