package dev.podregistry.api;

import dev.podregistry.api.Liveness.Judgement;
import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.model.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A {@code /proc} made by hand, of a host that has just the processes 100, which looks at it, and 200. */
final class HandMadeProc {

    static final String HOST = "0123456789abcdef";
    static final String BOOT = "11111111-1111-1111-1111-111111111111";
    static final String NAMESPACE = Viewpoint.INITIAL;

    /** When it booted. */
    static final Instant BEGAN = Instant.ofEpochSecond(1000);

    private final Path root;
    private final Path proc;

    HandMadeProc(Path root) throws IOException {
        this.root = root;
        this.proc = root.resolve("proc");
        write(root.resolve("etc/machine-id"), HOST + "\n");
        write("sys/kernel/random/boot_id", BOOT + "\n");
        write("sys/kernel/hostname", "box\n");
        write("stat", "cpu 1 2 3\nbtime " + BEGAN.getEpochSecond() + "\n");
        process(100, "java", 'S', 30, 5000);
        process(200, "coder", 'S', 1, 6000);
        Files.createSymbolicLink(proc.resolve("self"), Path.of("100"));
        Files.createDirectories(proc.resolve("100/ns"));
        link("100/ns/pid", NAMESPACE);
        mounted("");
    }

    /** As a line of {@code mountinfo} has it after the mount of proc itself; empty for none. */
    void mounted(String line) throws IOException {
        write("100/mountinfo", "22 27 0:21 / " + proc + " rw,relatime - proc proc rw\n" + line);
    }

    void process(long pid, String name, char state, int threads, long startTicks) throws IOException {
        write(
                pid + "/stat",
                pid + " (" + name + ") " + state + " 1 1 1 0 -1 4194304 1 0 0 0 1 2 3 4 20 0 " + threads + " 0 "
                        + startTicks + " 3133440 390 18446744073709551615\n");
        write(pid + "/status", "Name:\tany\nTgid:\t" + pid + "\nNSpid:\t" + pid + "\n");
    }

    void ended(long pid) throws IOException {
        Files.delete(proc.resolve(pid + "/stat"));
        Files.delete(proc.resolve(pid + "/status"));
        Files.delete(proc.resolve(Long.toString(pid)));
    }

    void link(String file, String target) throws IOException {
        Files.deleteIfExists(proc.resolve(file));
        Files.createSymbolicLink(proc.resolve(file), Path.of(target));
    }

    void write(String file, String text) throws IOException {
        write(proc.resolve(file), text);
    }

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Path proc() {
        return proc;
    }

    Path root() {
        return root;
    }

    LinuxProcesses open() {
        return LinuxProcesses.open(proc, root);
    }

    /** {@return the verdicts that are given there} */
    Liveness liveness() {
        ProcessSource source = open();
        return new Liveness() {
            @Override
            public Verdict verdict(ProcessIdentity process) {
                return explain(process, () -> null).verdict();
            }

            @Override
            public Judgement explain(ProcessIdentity process, Supplier<@Nullable Instant> recorded) {
                return source.explain(process, recorded);
            }
        };
    }
}
