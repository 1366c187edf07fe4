package dev.podregistry.cli.demo;

import dev.podregistry.api.AdoptRequest;
import dev.podregistry.api.DelegateRequest;
import dev.podregistry.api.Outcome;
import dev.podregistry.api.PodHandle;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegisterRequest;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.api.RegistryView;
import dev.podregistry.api.TargetRule;
import dev.podregistry.api.TargetScope;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Token;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * One process of the demo: a pod with the registry embedded, which does what it is told on standard input.
 *
 * <p>A line is a verb and its arguments, separated by tabs; each is answered by one line: a word, a tab, a sentence. It
 * ends with its standard input, so it never outlives whoever started it.
 */
@Command
public final class DemoPodCommand implements Callable<Integer> {

    public static final String NAME = "demo-pod";

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Parameters(paramLabel = "POD")
    private String pod = "";

    private @Nullable PodHandle handle;

    public DemoPodCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        RegistryOptions options = RegistryOptions.defaults().actor(pod);
        try (PodRegistry opened = PodRegistry.open(registry.directory(shell), options)) {
            answer(Reply.done(describe(opened.view())));
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                answer(obey(opened, List.of(line.split("\t", -1))));
            }
        }
        return ExitCode.OK;
    }

    private void answer(Reply reply) {
        shell.out().println(reply.word() + "\t" + reply.sentence());
        shell.out().flush();
    }

    /**
     * What a process answers.
     *
     * @param word {@code done}, {@code refused}, or {@code token N}
     * @param sentence for the audience
     */
    private record Reply(String word, String sentence) {

        static Reply done(String sentence) {
            return new Reply("done", sentence);
        }

        static Reply of(Outcome<PodHandle> outcome, String asked) {
            if (outcome instanceof Outcome.Refused<PodHandle> refused) {
                return new Reply("refused", asked + ": " + refused.refusal().message());
            }
            Token token = outcome.orElseThrow().token();
            return new Reply("token " + token, asked + ": granted, event #" + token);
        }
    }

    private Reply obey(PodRegistry opened, List<String> told) throws IOException {
        return switch (told.get(0)) {
            case "register" -> register(opened, new TargetRule(told.get(2), Permission.valueOf(told.get(1)), true));
            case "delegate" -> delegate(opened, told.get(1), told.get(2), told.get(3));
            case "adopt" -> adopt(opened, new Token(Long.parseLong(told.get(1))));
            case "write" -> write(opened, told.get(1), told.get(2));
            case "table" -> Reply.done(describe(opened.view()));
            default -> throw new IllegalArgumentException("told to " + told);
        };
    }

    private Reply register(PodRegistry opened, TargetRule rule) {
        Outcome<PodHandle> outcome = opened.register(RegisterRequest.pod(pod).allow(rule));
        return Reply.of(keep(outcome), "asks to register, to " + rule.permission() + " " + rule.target());
    }

    private Reply delegate(PodRegistry opened, String child, String path, String authority) {
        DelegateRequest request =
                DelegateRequest.child(child).write(path).under(TargetScope.NONE.allow(TargetRule.write(authority)));
        return Reply.of(
                opened.delegate(new PodName(pod), request), "asks to delegate to " + child + ", to WRITE " + path);
    }

    private Reply adopt(PodRegistry opened, Token token) {
        AdoptRequest request = AdoptRequest.of(new PodName(pod)).token(token);
        return Reply.of(keep(opened.adopt(request)), "asks to adopt what is reserved for it");
    }

    private Outcome<PodHandle> keep(Outcome<PodHandle> outcome) {
        if (outcome.isGranted()) {
            handle = outcome.orElseThrow();
        }
        return outcome;
    }

    private Reply write(PodRegistry opened, String path, String text) throws IOException {
        Optional<Permission> permission = opened.permissionAt(new PodName(pod), path);
        if (handle == null || !permission.equals(Optional.of(Permission.WRITE))) {
            return new Reply("refused", "asks whether it may write " + path + ": no; so it does not");
        }
        Files.createDirectories(Path.of(path).getParent());
        Files.writeString(Path.of(path), text + "\n");
        return Reply.done("asks whether it may write " + path + ": yes; writes \"" + text + "\"");
    }

    private static String describe(RegistryView view) {
        String pods = String.join(
                ", ", view.allocations().stream().map(row -> row.pod().value()).toList());
        return "the table stands at #" + view.sequence() + ": " + (pods.isEmpty() ? "no pods" : pods);
    }
}
