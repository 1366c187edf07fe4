package dev.podregistry.cli;

import dev.podregistry.audit.Moment;
import dev.podregistry.audit.State;
import picocli.CommandLine.Mixin;

/** Of which point of the history the state is asked about, and where reading for it begins. */
final class StateOption {

    @Mixin
    private AtOption at = new AtOption();

    @Mixin
    private BeginningOption beginning = new BeginningOption();

    /** {@return whether it is the state as it is now} */
    boolean isPresent(Shell shell) {
        return at.moment(shell) instanceof Moment.End;
    }

    /** {@return the state; it tells how its pods began while {@code history} is open} */
    State state(Shell shell, History history) {
        return beginning.state(history, at.moment(shell));
    }
}
