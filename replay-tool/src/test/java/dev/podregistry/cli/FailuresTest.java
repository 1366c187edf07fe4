package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Logs;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.shell.Times;
import dev.podregistry.cli.terminal.Terminal;
import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.log.Proposal;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogBusyException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import dev.podregistry.model.PodName;
import dev.podregistry.model.UnusableRegistryException;
import dev.podregistry.table.ImpossibleHistoryException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a program that runs the tool learns of a failure: its code, and one line. */
class FailuresTest {

    private static final String MEMORY = "a fault occurred in an unsafe memory access operation";

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(2, new Complaint(ExitCode.USAGE, "why")),
                Arguments.of(65, new DamagedLogException("file", 3, "why", null)),
                Arguments.of(65, new ImpossibleHistoryException(3, new Event.Released(new PodName("pod")), "why")),
                Arguments.of(65, unusable()),
                Arguments.of(65, new InternalError(MEMORY)),
                Arguments.of(66, unavailable(Reason.MISSING)),
                Arguments.of(66, unavailable(Reason.UNSUITABLE)),
                Arguments.of(74, unavailable(Reason.IO)),
                Arguments.of(78, unavailable(Reason.JVM_FLAGS)),
                Arguments.of(78, unavailable(Reason.LIBRARY)),
                Arguments.of(74, new LogBusyException("log", "holder", 7L, Duration.ZERO, Duration.ofSeconds(1))),
                Arguments.of(74, new IOException("why")),
                Arguments.of(74, new UncheckedIOException(new IOException("why"))),
                Arguments.of(70, new IllegalStateException("why")),
                Arguments.of(70, new InternalError("why")));
    }

    /** What the commands that write make of a log with an event that no registry could have decided. */
    private static UnusableRegistryException unusable() {
        MemoryLog log = new MemoryLog(InstantSource.system());
        Origin origin = new Origin(new Actor("test"), CommandId.random());
        Event impossible = new Event.Released(new PodName("stranger"));
        log.open(LogPosition.START).transact(origin, event -> {}, () -> new Proposal<>(List.of(impossible), ""));
        return assertThrows(
                UnusableRegistryException.class,
                () -> PodRegistry.over(log.open(LogPosition.START), RegistryOptions.defaults()));
    }

    private static LogUnavailableException unavailable(Reason reason) {
        return new LogUnavailableException(reason, "why", null);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void eachHasItsCodeAndALine(int code, Throwable failure) {
        StringWriter err = new StringWriter();
        Shell shell = new Shell(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                Terminal.plain(false),
                Map.of(),
                Path.of("/"),
                new Times(Clock.systemUTC()),
                Logs.ON_DISK);
        assertEquals(code, new Failures(shell, false).report(failure));
        assertEquals(1, err.toString().lines().count(), err.toString());
    }
}
