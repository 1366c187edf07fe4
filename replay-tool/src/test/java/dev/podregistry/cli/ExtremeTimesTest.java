package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.model.ScopeRule;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock may say anything: no time that can be recorded keeps a question from being answered. */
class ExtremeTimesTest {

    private static MemoryLog log(Instant first, Instant second) {
        Instant[] now = {first};
        MemoryLog log = new MemoryLog(() -> now[0]);
        Story story = new Story(log.open(LogPosition.START));
        story.register("a", 1, Story.scope(ScopeRule.write("/x")), 1);
        now[0] = second;
        story.delegate("a", "b", null, ScopeRule.write("/x/y"));
        story.adopt("b", 2, 2);
        return log;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log",
                "log -o ndjson",
                "log --since 0000-01-01",
                "log --until 9999-12-31",
                "show 2",
                "show b",
                "state",
                "tree",
                "who /x/y",
                "who /x/y --at 2026-01-31",
                "blame /x/y",
                "blame /x --subtree",
                "diff 1",
                "check /x --pod b",
                "simulate release b",
                "stats",
                "stats -o json",
                "verify",
                "export --format ndjson",
                "export --format csv",
                "export --format cloudevents",
                "export --format trace",
                "export --format pods-json",
                "report -O -",
                "who /x/y --at -999999999w"
            })
    void everyQuestionIsAnswered(String line) {
        Stream.of(
                        log(Story.NOON, Instant.MAX),
                        log(Instant.MIN, Instant.MAX),
                        log(Instant.MAX, Instant.MIN),
                        log(Instant.MIN, Story.NOON))
                .forEach(log -> Stream.of("", " --local").forEach(zone -> {
                    Printed printed = Prompt.on(log).run((line + zone).split(" "));
                    assertTrue(printed.code() <= 3, line + zone + ": " + printed.err());
                }));
    }
}
