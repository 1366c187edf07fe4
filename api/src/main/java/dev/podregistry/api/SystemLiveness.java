package dev.podregistry.api;

import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.ProcessIdentity;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The verdicts of the system this JVM runs on. */
enum SystemLiveness implements Liveness {
    INSTANCE;

    @Override
    public Verdict verdict(ProcessIdentity process) {
        return explain(process, () -> null).verdict();
    }

    @Override
    public Judgement explain(ProcessIdentity process, Supplier<@Nullable Instant> recorded) {
        try {
            return ProcessSource.system().explain(process, recorded);
        } catch (LogUnavailableException e) {
            return Judgement.unknown(String.valueOf(e.getMessage()));
        }
    }
}
