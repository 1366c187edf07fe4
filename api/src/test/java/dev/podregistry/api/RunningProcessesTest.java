package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.BarePid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of processes are kept open as long as they have pages, and not too many of them. */
final class RunningProcessesTest {

    @TempDir
    private Path proc;

    private final RunningProcesses running = new RunningProcesses(RunningProcesses.MOST);

    private Path folder(long pid, String pages) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.writeString(folder.resolve("statm"), pages);
        return folder;
    }

    private ProcessIdentity keep(long pid) throws IOException {
        ProcessIdentity process = new BarePid(pid);
        RunningProcesses.Pages pages = running.open(folder(pid, "1395 402 375 9 0 119 0\n"));
        assertNotNull(pages);
        running.keep(process, pages);
        return process;
    }

    @Test
    void onlyWhatIsKeptIsKnownToRun() throws IOException {
        assertFalse(running.runs(new BarePid(7)));
        assertTrue(running.runs(keep(7)));
        ProcessIdentity twice = keep(7);
        for (int i = 0; i < 100; i++) {
            assertTrue(running.runs(twice), "kept twice, and asked about again and again");
        }
    }

    @Test
    void whatHasNoPagesIsNotKnownToRunAnyMore() throws IOException {
        ProcessIdentity process = keep(7);

        folder(7, "0 0 0 0 0 0 0\n");
        assertFalse(running.runs(process));

        folder(7, "1395 402 375 9 0 119 0\n");
        assertFalse(running.runs(process), "it is asked about the long way first");
        assertTrue(running.runs(keep(7)));
    }

    @Test
    void aSystemThatShowsNoPagesIsAskedTheLongWay() throws IOException {
        assertNull(running.open(proc.resolve("7")));
        ProcessIdentity process = keep(8);
        assertTrue(running.runs(process));
        folder(8, "");
        assertFalse(running.runs(process));
    }

    /** With none at all, each is asked about the long way. */
    @Test
    void whereNoneMayBeKeptNoneIs() throws IOException {
        RunningProcesses none = new RunningProcesses(0);
        RunningProcesses.Pages pages = none.open(folder(7, "1395 402 375 9 0 119 0\n"));
        assertNotNull(pages);
        none.keep(new BarePid(7), pages);
        assertFalse(none.runs(new BarePid(7)));
        assertFalse(pages.areAny(), "it is closed");
        assertFalse(none.closeOne());
    }

    @Test
    void whatIsGivenUpIsClosed() throws IOException {
        RunningProcesses.Pages pages = running.open(folder(7, "1395 402 375 9 0 119 0\n"));
        assertNotNull(pages);
        running.keep(new BarePid(7), pages);
        assertTrue(running.closeOne());
        assertFalse(pages.areAny());
    }

    @ParameterizedTest
    @CsvSource({"7, 0", "128, 16", "1024, 128", "2048, 256", "1048576, 256", "unlimited, 256", "none, 16", "-, 16"})
    void theyTakeAPartOfTheLimit(String soft, int share) throws IOException {
        Path self = Files.createDirectories(proc.resolve("self"));
        if (!soft.equals("none")) {
            Files.writeString(
                    self.resolve("limits"),
                    "Limit                     Soft Limit           Hard Limit           Units     \n"
                            + "Max processes             95899                95899                processes \n"
                            + "Max open files            " + soft
                            + "                 524288               files     \n");
        }
        assertEquals(share, RunningProcesses.share(proc));
    }

    @Test
    void noMoreThanABoundedNumberIsKept() throws IOException {
        List<ProcessIdentity> kept = new ArrayList<>();
        for (long pid = 1; pid <= RunningProcesses.MOST + 10; pid++) {
            kept.add(keep(pid));
            assertTrue(running.runs(kept.get(kept.size() - 1)), "the newest is");
        }
        assertEquals(RunningProcesses.MOST, kept.stream().filter(running::runs).count());
    }
}
