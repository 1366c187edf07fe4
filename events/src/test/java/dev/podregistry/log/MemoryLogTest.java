package dev.podregistry.log;

import dev.podregistry.event.LogPosition;
import java.time.Clock;

final class MemoryLogTest extends EventLogContract {

    private final MemoryLog log = new MemoryLog(Clock.systemUTC());

    @Override
    protected EventLog open(LogPosition after) {
        return log.open(after);
    }
}
