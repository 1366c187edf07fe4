package dev.podregistry.log.chronicle;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.EventLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class ChronicleLogTest extends EventLogContract {

    @TempDir
    Path directory;

    @Override
    protected EventLog open(LogPosition after) {
        return ChronicleLog.open(directory, ChronicleLogOptions.DEFAULT, after);
    }
}
