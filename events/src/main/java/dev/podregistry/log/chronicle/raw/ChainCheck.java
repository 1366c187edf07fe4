package dev.podregistry.log.chronicle.raw;

import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.log.json.EventLine;
import dev.podregistry.log.json.UnreadableEventException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Holds a link against the chain: nothing is an event of the log that has not passed here. */
public final class ChainCheck {

    private static final EventCodec CODEC = new EventCodec();

    private ChainCheck() {}

    /** What a link is. */
    public sealed interface Result {}

    /**
     * The next event.
     *
     * @param line what it says
     * @param hash its hash, reckoned again
     */
    public record Next(EventLine line, Hash hash) implements Result {}

    /**
     * No next event.
     *
     * @param kind what is wrong, roughly
     * @param defect what is wrong
     * @param cause why its line cannot be read, null when that is not the reason
     */
    public record Defect(Kind kind, String defect, @Nullable UnreadableEventException cause) implements Result {}

    /** What can be wrong with a link. */
    public enum Kind {
        /** It does not build on the event before it. */
        STRANGE,
        /** Its hash is not that of what is stored. */
        CHANGED,
        /** It is what was stored, but no event of this sequence. */
        UNREADABLE
    }

    /**
     * {@return what a link is at a position}
     *
     * @param at the position after the event before it
     * @param file tells where it is, for the message
     * @throws LogUnavailableException when a newer version wrote it
     */
    public static Result check(LogPosition at, Document.Link link, Supplier<?> file) {
        long sequence = at.sequence() + 1;
        if (!link.previous().equals(at.hash())) {
            return new Defect(Kind.STRANGE, RawRecord.strange(link, sequence), null);
        }
        byte[] bytes = link.bytes();
        Hash hash = at.hash().next(bytes);
        if (!hash.equals(link.hash())) {
            return new Defect(Kind.CHANGED, "its hash is not the hash of what is stored", null);
        }
        try {
            EventLine line = CODEC.decode(bytes);
            return line.sequence() == sequence
                    ? new Next(line, hash)
                    : new Defect(Kind.UNREADABLE, "it says that it is number " + line.sequence(), null);
        } catch (UnreadableEventException e) {
            if (e.newer()) {
                throw new LogUnavailableException(
                        Reason.UNSUITABLE, file.get() + " at sequence " + sequence + ": " + e.getMessage(), e);
            }
            return new Defect(Kind.UNREADABLE, String.valueOf(e.getMessage()), e);
        }
    }
}
