package dev.podregistry.cli;

import dev.podregistry.cli.Prompt.Printed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Lines that are completed in a folder with a file and two folders, in a registry with two pods: what is typed, and what a
 * shell makes of it that is told to put in all that it would offer.
 */
final class CompletedLines {

    /** In the places where nobody can know what comes, nothing does; the head of a word is what zsh repeats. */
    private static final String LINES = """
            ver | verify
            - | --debug --help --local --no-pager --utc --version -V -h
            log --no-p | --no-pager
            log --n | --no-pager --not-type
            simulate rel | release
            help sim | simulate
            man simulate rel | release
            completion z | zsh
            state -o n | ndjson
            state -on | (-o)ndjson
            export --format p | pods-json
            export --format=p | (--format=)pods-json
            log --type se | segmentchanged
            log --type=re | (--type=)reclaimed registered released restored
            log --type Re | reclaimed registered released restored
            log --type RE | reclaimed registered released restored
            log --type=Re | (--type=)reclaimed registered released restored
            log --type Registered,Rel | (Registered,)released
            export --format=PO | (--format=)pods-json
            state -o J | json
            state -oJ | (-o)json
            log --not-type adopted,rel | (adopted,)released
            log --since e | end
            who some | some\\ other some-file some-folder
            who x some- | some-file some-folder
            blame x some | some
            import some-f | some-file some-folder
            state --dir some | some\\ other some-folder
            state --dir=some | (--dir=)some\\ other some-folder
            state -dsome- | (-d)some-folder
            backup some- | some-folder
            restore some- | some-folder
            man --into some- | some-folder
            report -O some-f | some-file some-folder
            report -Osome-f | (-O)some-file some-folder
            verify --key some-f | some-file some-folder
            check --pod lead some- | some-file some-folder
            export --format csv --path=some-f | (--path=)some-file some-folder
            simulate register x --allow r | read:
            simulate register x --allow write:some- | (write:)some-file some-folder
            simulate register x --deny=read:some- | (--deny=read:)some-file some-folder
            simulate release l | le\\ space lead
            simulate delegate l | le\\ space lead
            simulate delegate lead l | l
            simulate register l | l
            simulate reclaim-delegated l | le\\ space lead
            simulate reclaim-delegated lead l | le\\ space lead
            diff s | start
            diff start e | end
            dem | demo
            check / --pod l | le\\ space lead
            check / -d38 --pod=l | (--pod=)le\\ space lead
            show l | le\\ space lead
            show L | L
            log --actor l | le\\ space lead
            import some-file --actor l | l
            who -- - | -
            nonsense wh | wh
            """;

    /** What a shell makes of it on a tab, to its last character: behind a folder or half a rule more may be typed at once. */
    private static final String ON_A_TAB = """
            state -dsome-fo | state -dsome-folder/
            report --out=some-fo | report --out=some-folder/
            simulate register x --allow r | simulate register x --allow read:
            simulate register x --allow write:some-fo | simulate register x --allow write:some-folder/
            log --type se | log --type segmentchanged\s
            log --type Se | log --type segmentchanged\s
            """;

    private CompletedLines() {}

    static Stream<Arguments> all() {
        return arguments(LINES);
    }

    static Stream<Arguments> onATab() {
        return arguments(ON_A_TAB);
    }

    private static Stream<Arguments> arguments(String lines) {
        return lines.lines().map(line -> line.split(" \\| ")).map(line -> Arguments.of(line[0], line[1]));
    }

    /** Makes what the lines are about, with the script and a tool that lists two pods and what it was asked. */
    static void prepare(Path place, String shell) throws IOException {
        Files.createFile(place.resolve("some-file"));
        Files.createDirectory(place.resolve("some-folder"));
        Files.createDirectory(place.resolve("some other"));
        Printed script = Prompt.onDisk().run("completion", shell);
        Files.writeString(place.resolve("completion"), script.out());
        Path tool = place.resolve("bin/pod-registry");
        Installation.script(tool, "echo \"$@\" >>asked", "[ $1 = names ] && printf 'lead\\nle space\\n'");
    }

    /** {@return how the words stand at the end of a line, in a shell that repeats what comes before them or not} */
    static String completed(String typed, String words, boolean repeating) {
        String head = words.startsWith("(") ? words.substring(1, words.indexOf(')')) : "";
        List<String> all = List.of(words.substring(head.isEmpty() ? 0 : head.length() + 2)
                .replace("\\ ", "\u0000")
                .split(" "));
        String line =
                typed.substring(0, typed.lastIndexOf(' ') + 1) + head + String.join(repeating ? " " + head : " ", all);
        return line.replace("\u0000", "\\ ");
    }

    /** {@return a line without what a shell puts behind folders and at its end} */
    static String plain(String line) {
        return line.replace("/", "").strip();
    }
}
