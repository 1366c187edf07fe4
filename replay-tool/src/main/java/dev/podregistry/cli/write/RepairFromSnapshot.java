package dev.podregistry.cli.write;

import dev.podregistry.cli.json.Shapes;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.event.Foundation;
import dev.podregistry.log.chronicle.LogFoundation;
import java.nio.file.Path;
import java.util.Optional;

/** Says what it means that a log goes on from a snapshot, or meant. */
final class RepairFromSnapshot {

    private final Shell shell;
    private final OutputOption output;

    RepairFromSnapshot(Shell shell, OutputOption output) {
        this.shell = shell;
        this.output = output;
    }

    void tell(Optional<LogFoundation.Outcome> found) {
        if (!output.isTable()) {
            output.json(shell).print(Shapes.fromSnapshot(found.orElse(null)));
        } else if (found.isPresent()) {
            print(found.get());
        } else {
            shell.out().println("there is nothing to repair");
        }
    }

    private void print(LogFoundation.Outcome outcome) {
        Foundation foundation = outcome.foundation();
        Path quarantine = outcome.report().quarantine();
        line(
                quarantine == null ? "to begin" : "begins",
                "at #" + foundation.sequence() + " of "
                        + (foundation.time() == null
                                ? "a time that is lost"
                                : shell.times().shown(foundation.time()))
                        + ", hash " + foundation.position().hash() + ": audit can tell nothing from before it");
        line("lost", Printable.line(foundation.lost()));
        line(
                "apart",
                outcome.apart().isEmpty()
                        ? "no other event"
                        : outcome.apart() + " can still be read, and "
                                + (quarantine == null ? "will be" : "are")
                                + " in the quarantine, but no part of the history");
        line(
                "goes on",
                "up to #" + outcome.end().sequence() + ", hash " + outcome.end().hash());
        line(
                "accepted",
                "by " + Printable.text(foundation.by().value()) + " on "
                        + shell.times().shown(foundation.accepted()));
        if (quarantine != null) {
            line("original", Printable.text(quarantine.toString()));
        }
    }

    private void line(String name, String text) {
        shell.out().println(Printable.padded(name, 9) + text);
    }
}
