package dev.podregistry.attack;

import dev.podregistry.model.CommandId;
import dev.podregistry.model.ProcessIdentity;

/**
 * One time that an attacker asked, and how that went.
 *
 * @param self who asked
 * @param id the command's id
 * @param move what was asked
 * @param asked when, at the earliest
 * @param fate how it went
 * @param over when it was over, at the latest; {@link Long#MAX_VALUE} when the journal ends before that
 * @param sequence the sequence the answer named
 * @param text the answer, or what was thrown instead
 */
record Call(
        ProcessIdentity self, CommandId id, Move move, long asked, Fate fate, long over, long sequence, String text) {

    /** How a call went. */
    enum Fate {
        ANSWERED,
        BUSY,
        UNKNOWN,
        FAILED,
        CUT_OFF
    }

    static Call begun(ProcessIdentity self, CommandId id, Move move, long asked) {
        return new Call(self, id, move, asked, Fate.CUT_OFF, Long.MAX_VALUE, -1, "");
    }

    Call ended(Fate how, long when, long at, String what) {
        return new Call(self, id, move, asked, how, when, at, what);
    }

    boolean isAnswered() {
        return fate == Fate.ANSWERED;
    }

    /** {@return whether the command may have been carried out or not, as far as its caller knows} */
    boolean isOpen() {
        return fate == Fate.CUT_OFF || fate == Fate.UNKNOWN;
    }

    @Override
    public String toString() {
        return move + " of " + self + " (" + id + ", " + asked + ".." + over + ", " + fate + " #" + sequence + " "
                + text + ")";
    }
}
