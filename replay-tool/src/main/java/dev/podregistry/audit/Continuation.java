package dev.podregistry.audit;

/**
 * Whether a log goes on from a checkpoint that was taken of it earlier.
 *
 * @param checkpoint the checkpoint
 * @param outcome whether
 * @param at where that was seen: the checkpoint's sequence, or the last event there is
 */
public record Continuation(Checkpoint checkpoint, Outcome outcome, long at) {

    /** How a log and an earlier checkpoint stand to each other. */
    public enum Outcome {
        /** The log holds the checkpoint's event, and so all that came before it. */
        CONTINUES,
        /** The log ends before the checkpoint's event. */
        CUT_OFF,
        /** The log holds another event in that place: something up to there is not as it was. */
        DIFFERS,
        /** The history begins after the checkpoint, as its first events are lost, so nothing can tell. */
        BEFORE,
        /** The log cannot be read as far as the checkpoint. */
        UNREAD
    }

    /** {@return whether the log goes on from the checkpoint} */
    public boolean holds() {
        return outcome == Outcome.CONTINUES;
    }

    @Override
    public String toString() {
        return switch (outcome) {
            case CONTINUES -> "continues the checkpoint of #" + at;
            case CUT_OFF ->
                "was cut off at #" + at + ", the checkpoint is of #"
                        + checkpoint.at().sequence();
            case DIFFERS -> "differs at #" + at + ", or before it, from the log that the checkpoint is of";
            case BEFORE ->
                "begins at #" + at + ", as the events up to there are lost, and the checkpoint is of #"
                        + checkpoint.at().sequence() + ", so nothing can tell whether it goes on from that";
            case UNREAD ->
                "can be read up to #" + at + " only, the checkpoint is of #"
                        + checkpoint.at().sequence();
        };
    }
}
