package dev.podregistry.cli.ask;

import dev.podregistry.audit.Difference;
import dev.podregistry.audit.EventView;
import dev.podregistry.audit.Kind;
import dev.podregistry.audit.Moment;
import dev.podregistry.audit.PodStory;
import dev.podregistry.audit.PodStory.Told;
import dev.podregistry.audit.Vitality;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.history.NameSearch;
import dev.podregistry.cli.history.Present;
import dev.podregistry.cli.json.JsonAnswers;
import dev.podregistry.cli.json.Shapes;
import dev.podregistry.cli.option.AtOption;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.text.DifferenceText;
import dev.podregistry.cli.text.EventText;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.table.ImpossibleHistoryException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One event whole, or one pod's story. */
@Command(
        description = {
            "WHAT is an event's sequence (17 or '#17') or a pod's name. Exit code 1 when the log does not know it.",
            "Of an event everything is shown: who asked, the command, the authority, the hashes and the text they cover,"
                    + " and which rows of the table and which holders it changed. Of a pod, everything that happened to"
                    + " it, also when it moved up as the pod above it ended; the name's later holders are other lives."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry show 17 -d /var/lib/pods",
            "  pod-registry show coder-checkout -d /var/lib/pods",
            "  pod-registry show --pod 17        a pod whose name is a number"
        })
public final class ShowCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private AtOption at = new AtOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @ArgGroup(multiplicity = "1")
    private Subject subject = new Subject();

    /** What to show. */
    static final class Subject {

        @Parameters(paramLabel = "WHAT", description = "An event's sequence, or a pod's name.")
        private @Nullable String what;

        @Option(names = "--pod", paramLabel = "POD", description = "A pod's name, also one that looks like a sequence.")
        private @Nullable PodName pod;
    }

    private @Nullable Integer lifeShown;

    public ShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        PodName pod = subject.pod;
        String what = subject.what == null ? "" : subject.what;
        try (History history = History.open(shell, registry.directory(shell))) {
            if (pod == null && what.matches("#?\\d{1,18}")) {
                return showEvent(history, Long.parseLong(what.replace("#", "")));
            }
            return showPod(history, pod == null ? podNamed(what) : pod);
        }
    }

    private static PodName podNamed(String text) {
        try {
            return new PodName(text);
        } catch (IllegalArgumentException e) {
            throw new Complaint(
                    ExitCode.USAGE, "\"" + text + "\" is neither a sequence nor a pod's name: " + e.getMessage());
        }
    }

    private int showEvent(History history, long sequence) {
        long last = history.lastSequence(at.moment(shell));
        history.requireKnown(sequence > history.outset().sequence(), "#" + sequence);
        EventView view = new EventView(Math.min(sequence, last));
        view.begin(history.outset());
        LogPosition end = history.replay(view);
        history.requireReached(last, end);
        Recorded event = view.event();
        if (event == null || event.sequence() != sequence) {
            shell.note("there is no event #" + sequence + ": the log ends at #" + Math.min(last, end.sequence()));
            return ExitCode.NEGATIVE;
        }
        if (output.isTable()) {
            print(event, view.change());
        } else {
            output.json(shell).print(Shapes.event(event, view.change()));
        }
        return ExitCode.OK;
    }

    private void print(Recorded event, @Nullable Difference change) {
        line("event", "#" + event.sequence() + " " + Kind.of(event.event()));
        line("pod", shell.bold(EventText.about(event.event())));
        EventText.of(event.event()).forEach(text -> line("", text));
        line("time", shell.times().exact(event.time()));
        line("actor", Printable.text(event.origin().actor().value()));
        line("command", event.origin().command().toString());
        line(
                "synced",
                event.synced() == 0
                        ? "nothing was known to be on the disk then"
                        : "#" + event.synced() + " and all before it were known to be on the disk then");
        line("previous", event.previous().toString());
        line("hash", event.hash().toString());
        line("stored", Printable.line(event.stored()));
        List<String> changes = change == null
                ? List.of("unknown: no registry can have decided the events up to here; see verify")
                : new DifferenceText(shell, Map.of()).lines(change);
        for (int i = 0; i < changes.size(); i++) {
            line(i == 0 ? "changes" : "", changes.get(i));
        }
    }

    private void line(String name, String value) {
        shell.out().println(Printable.padded(name, 10) + value);
    }

    private int showPod(History history, PodName pod) {
        long last = history.lastSequence(at.moment(shell));
        JsonAnswers.Rows rows = output.isTable() ? null : output.json(shell).rows("pod-registry/story/1", "events");
        PodStory story = new PodStory(pod, last, rows == null ? this::print : told -> rows.add(Shapes.event(told)));
        story.begin(history.outset());
        NameSearch names = new NameSearch(pod, null);
        names.begin(history.outset());
        history.read(
                event -> {
                    story.accept(event);
                    if (event.sequence() <= last) {
                        names.accept(event);
                    }
                },
                last);
        Vitality is = vitality(history, pod, story);
        if (rows != null) {
            rows.end(Shapes.story(story, is));
        }
        if (!story.hasBegun()) {
            String never = names.complaint();
            shell.note(
                    never == null
                            ? "no event up to #" + story.at().sequence() + " is about a pod named " + pod
                            : never);
            return ExitCode.NEGATIVE;
        }
        if (rows == null) {
            if (is != null) {
                shell.out().println(Present.text(is));
            }
            shell.printAt(Printable.text(pod.value()) + (story.isLive() ? " is live" : " is not live"), story.at());
        }
        return ExitCode.OK;
    }

    /** {@return how the pod is at the present, or null when it is asked about the past or not live} */
    private @Nullable Vitality vitality(History history, PodName pod, PodStory story) {
        Moment moment = at.moment(shell);
        if (!(moment instanceof Moment.End) || !story.isLive()) {
            return null;
        }
        try {
            Allocation row = history.state(moment).table().find(pod);
            return row == null ? null : history.present().of(row);
        } catch (ImpossibleHistoryException e) {
            // The story is told all the same; verify says what is wrong.
            return null;
        }
    }

    private void print(Told told) {
        if (lifeShown != null && told.life() > lifeShown) {
            shell.out()
                    .println("life " + told.life() + (told.life() == 1 ? ", the first" : ", another")
                            + " pod of that name");
        }
        lifeShown = told.life();
        EventText.print(shell, told.recorded(), told.moved());
    }
}
