package dev.podregistry.cli.option;

import dev.podregistry.audit.Moment;
import dev.podregistry.audit.State;
import dev.podregistry.audit.Vitals;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.shell.Shell;
import picocli.CommandLine.Mixin;

/** Of which point of the history the state is asked about, and where reading for it begins. */
public final class StateOption {

    @Mixin
    private AtOption at = new AtOption();

    @Mixin
    private BeginningOption beginning = new BeginningOption();

    /** {@return whether it is the state as it is now} */
    public boolean isPresent(Shell shell) {
        return at.moment(shell) instanceof Moment.End;
    }

    /** {@return how the pods are if the state is that of the present, while {@code history} is open} */
    public Vitals vitals(Shell shell, History history) {
        return isPresent(shell) ? history.present() : Vitals.NOT_ASKED;
    }

    /** {@return the state; it tells how its pods began while {@code history} is open} */
    public State state(Shell shell, History history) {
        return beginning.state(history, at.moment(shell));
    }
}
