package dev.podregistry.benchmarks.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.api.LiveProcess;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is compared does the same: every store refuses what the registry refuses. */
class StoreTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void letsNoTwoPodsWriteOnePath(StoreKind kind) {
        kind.fill(folder, Stream.of(ask("first", "/w/a"), ask("second", "/w/b/c")));
        try (Store store = kind.open(folder)) {
            assertFalse(store.register(ask("same", "/w/a")));
            assertFalse(store.register(ask("below", "/w/a/x/y")));
            assertFalse(store.register(ask("above", "/w/b")));
            assertFalse(store.register(ask("all", "/")));
            assertFalse(store.register(ask("first", "/w/free")), "the name is taken");
            assertTrue(store.register(ask("beside", "/w/aa")));
            assertTrue(store.register(ask("between", "/w/b/b")));
            assertFalse(store.register(ask("again", "/w/aa/x")));
            assertTrue(store.release("beside"));
            assertTrue(store.register(ask("again", "/w/aa/x")));
            assertFalse(store.release("beside"), "it is gone");
        }
        try (Store store = kind.open(folder)) {
            assertFalse(store.register(ask("later", "/w/aa")), "it is kept");
            assertTrue(store.release("again"));
            assertTrue(store.register(ask("later", "/w/aa")));
        }
    }

    private static Ask ask(String pod, String write) {
        return new Ask(pod, LiveProcess.current(), write, "/w");
    }
}
