package dev.podregistry.cli.demo;

import dev.podregistry.cli.demo.DemoProcess.Reply;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Program;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.terminal.Terminal;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the demo plays on: a file tree, a registry's directory, the processes, and the words to the audience. */
final class DemoStage implements AutoCloseable {

    private static final int NAME_WIDTH = 29;
    private static final int SENTENCE_WIDTH = 70;

    private final Shell shell;
    private final Program program;
    private final Path registry;
    private final Path base;
    private final Path tree;
    private final boolean removeBase;
    private final List<DemoProcess> processes = new ArrayList<>();
    private final Thread atExit = new Thread(this::clear, "end of the demo");
    private volatile boolean finished;
    private int act;

    private DemoStage(Shell shell, Program program, Path registry, Path base, boolean removeBase) {
        this.shell = shell;
        this.program = program;
        this.registry = registry;
        this.base = base;
        this.tree = base.resolve("shop");
        this.removeBase = removeBase;
    }

    /**
     * {@return a stage that is cleared when it is closed and on any exit of this process}
     *
     * @param registry the registry's directory, which stays
     * @param base where the file tree is made, which does not stay
     * @param removeBase whether nothing else is there, so that it goes as well
     */
    static DemoStage open(Shell shell, Program program, Path registry, Path base, boolean removeBase)
            throws IOException {
        DemoStage stage = new DemoStage(shell, program, registry, base, removeBase);
        Files.createDirectories(stage.tree);
        Runtime.getRuntime().addShutdownHook(stage.atExit);
        return stage;
    }

    Path registry() {
        return registry;
    }

    String tree(String below) {
        return below.isEmpty() ? tree.toString() : tree.resolve(below).toString();
    }

    /** Begins an act. */
    void act(String title, String... explanation) {
        act++;
        shell.out().println();
        shell.out().println(shell.bold(act + ". " + title));
        say(explanation);
    }

    void say(String... lines) {
        for (String line : lines) {
            shell.out().println("   " + line);
        }
        shell.out().flush();
    }

    /** Starts a process; others may start meanwhile, until its first answer is asked for. */
    DemoProcess start(String pod) throws IOException {
        DemoProcess process = DemoProcess.start(program.main(), pod, registry);
        synchronized (processes) {
            processes.add(process);
        }
        return process;
    }

    /** Waits until the process is up, and says so. */
    void enter(DemoProcess process) {
        show(process, "started; " + process.reply().sentence());
    }

    /** Tells a process something, shows its answer, and returns it. */
    Reply tell(DemoProcess process, String... words) {
        Reply reply = process.tell(words);
        show(process, reply.sentence());
        return reply;
    }

    void show(DemoProcess process, String sentence) {
        String before = Printable.padded("[" + process.pod() + ", pid " + process.pid() + "]", NAME_WIDTH);
        StringBuilder line = new StringBuilder();
        for (String word : Printable.line(sentence).split(" ", -1)) {
            if (line.length() > 0 && line.length() + word.length() >= SENTENCE_WIDTH) {
                say("  " + before + line);
                before = " ".repeat(NAME_WIDTH);
                line.setLength(0);
            }
            line.append(' ').append(word);
        }
        say("  " + before + line);
    }

    /** Runs a command of this tool and shows its line and what it prints. */
    void run(String... args) {
        List<String> command = new ArrayList<>(List.of(args));
        command.addAll(List.of("--dir", registry.toString()));
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        Shell quoted = new Shell(
                out,
                out,
                Terminal.plain(shell.terminal().colour()),
                shell.environment(),
                shell.workingDirectory(),
                shell.times(),
                shell.logs());
        int code = program.command().run(quoted, command.toArray(String[]::new));
        say("$ " + commandLine(command));
        printed.toString().lines().forEach(line -> say("  " + line));
        if (code != ExitCode.OK) {
            say("  (exit code " + code + ")");
        }
        shell.out().println();
    }

    /** {@return a command line of this tool, as one would type it} */
    String commandLine(List<String> args) {
        return Stream.concat(tool().stream(), args.stream())
                .map(DemoStage::quoted)
                .reduce((a, b) -> a + " " + b)
                .orElseThrow();
    }

    private List<String> tool() {
        String launcher = shell.environment().get("POD_REGISTRY_LAUNCHER");
        String classPath = System.getProperty("java.class.path");
        if (launcher == null && classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
            return List.of("java", "-jar", classPath);
        }
        return List.of(launcher == null ? Program.NAME : launcher);
    }

    static String quoted(String word) {
        return word.matches("[\\w./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Says that the registry is worth keeping; unless the demo got there, what is temporary goes altogether. */
    void finish() {
        finished = true;
    }

    @Override
    public void close() {
        clear();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending, so the hook has begun to do the same.
            return;
        }
    }

    private void clear() {
        synchronized (processes) {
            processes.forEach(DemoProcess::close);
            processes.clear();
        }
        remove(removeBase || !finished ? base : tree);
    }

    private static void remove(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + root, e);
        }
    }
}
