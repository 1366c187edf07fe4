package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands print, of one history, exactly what the files in {@code golden} hold. */
class GoldenTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "log.txt                 | 0 | log",
                "log-path.txt            | 0 | log --path /srv/shop/services/checkout/test",
                "log-type-pod.txt        | 0 | log --type Delegated,reclaimed --pod coder-checkout",
                "show-event.txt          | 0 | show 2",
                "show-pod.txt            | 0 | show coder-checkout",
                "state.txt               | 0 | state",
                "state-at.txt            | 0 | state --at 5",
                "state-empty.txt         | 0 | state --at 0",
                "tree.txt                | 0 | tree",
                "tree-at.txt             | 0 | tree --at #7",
                "who-delegated.txt       | 0 | who /srv/shop/services/checkout/test/a.txt --at 7",
                "who-moved-up.txt        | 0 | who checkout/test",
                "who-nobody.txt          | 1 | who /srv/shop",
                "who.json                | 0 | who /srv/shop/services/checkout/test/a.txt --at 7 -o json",
                "state-at.ndjson         | 0 | state --at 2 -o ndjson",
                "who-several.txt         | 0 | who checkout/src /srv/handbook --at 9",
                "blame.txt               | 0 | blame checkout/src/cart.txt",
                "blame-chain.txt         | 0 | blame checkout/test --until 9",
                "blame-subtree.txt       | 0 | blame /srv/shop --subtree",
                "blame-nobody.txt        | 1 | blame /elsewhere",
                "blame.json              | 0 | blame checkout/test/a.txt -o json",
                "blame-subtree.ndjson    | 0 | blame checkout --subtree --since 8 -o ndjson",
                "show-moved-up.txt       | 0 | show tester",
                "show-reclaim.txt        | 0 | show 8",
                "diff.txt                | 0 | diff 2 8",
                "diff.json               | 0 | diff 8 -o json",
                "diff-same.txt           | 0 | diff 10 --exit-code",
                "check-yes.txt           | 0 | check checkout/src/a --pod coder-checkout --at 7",
                "check-no.txt            | 3 | check checkout/test --pod coder-checkout --at 7",
                "check-denied.json       | 3 | check /srv/handbook/legal/a --pod docs-writer --at 9 -o json",
                "check-gone.txt          | 3 | check checkout/src --pod docs-writer",
                "stats.txt               | 0 | stats",
                "stats.json              | 0 | stats --since 8 --top 2 --names 2 -o json",
                "simulate-refused.txt    | 3 | simulate register x --allow write:checkout --allow read:/**",
                "simulate-refused.json   | 3 | simulate register x --allow write:checkout -o json",
                "simulate-accepted.txt   | 0 | simulate delegate coder-rescue sub --allow write:checkout/src/a/*",
                "simulate-dead.json      | 0 | simulate release tester --at 9 --dead docs-writer --token 5 -o json",
                "simulate-dead.txt       | 0 | simulate register x --allow write:/srv/handbook --at 9 --dead docs-writer",
                "verify.txt              | 0 | verify",
                "verify.json             | 0 | verify -o json",
                "export.json             | 0 | export --format pods-json",
            })
    void printsWhatItPrinted(String file, int code, String line) throws IOException {
        Prompt.Printed printed = Prompt.on(Story.shop()).run(line.split(" "));
        assertEquals(code, printed.code(), printed.err());
        assertEquals(golden(file), masked(printed.out()));
    }

    /** Hashes and stored text are the log's own business; which they are here, its own tests say. */
    static String masked(String printed) {
        return printed.replaceAll("\\b[0-9a-f]{64}\\b", "HASH")
                .replaceAll("hash [0-9a-f]{12}…", "hash HASH…")
                .replaceAll("(?m)^stored .*$", "stored    TEXT")
                .replaceAll("it runs on another host, host|it was recorded with what only Linux shows[^)\"]*", "WHY");
    }

    static String golden(String file) throws IOException {
        try (InputStream in = GoldenTest.class.getResourceAsStream("/golden/" + file)) {
            return in == null ? "there is no " + file : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
