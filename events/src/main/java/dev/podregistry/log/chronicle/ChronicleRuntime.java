package dev.podregistry.log.chronicle;

import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.LogUnavailableException.Reason;
import dev.podregistry.log.place.Reasons;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.queue.ChronicleQueue;

/**
 * What this JVM needs before any code of Chronicle runs.
 *
 * <p>Chronicle reaches into {@code java.base}; without the flags it fails much later and speaks of something else. It
 * also announces itself, reports its use to a web service when its analytics jar is there, watches the disk, which fails where {@code /proc}
 * shows no mounts, and logs its performance;
 * all of that is switched off, unless the properties that switch it are already set.
 */
final class ChronicleRuntime {

    private static final Module JAVA = Object.class.getModule();

    private ChronicleRuntime() {}

    /** Throws {@link LogUnavailableException} naming the flags that are missing; else silences what Chronicle says. */
    static void require() {
        List<String> missing = missingFlags(ChronicleQueue.class.getModule());
        if (!missing.isEmpty()) {
            throw new LogUnavailableException(
                    Reason.JVM_FLAGS, "the log needs a JVM started with " + String.join(" ", missing), null);
        }
        Quiet.touch();
    }

    static List<String> missingFlags(Module chronicle) {
        List<String> missing = new ArrayList<>();
        if (!JAVA.isExported("jdk.internal.ref", chronicle)) {
            missing.add(flag("--add-exports", "jdk.internal.ref", chronicle));
        }
        for (String opened : List.of("java.lang.reflect", "sun.nio.ch")) {
            if (!JAVA.isOpen(opened, chronicle)) {
                missing.add(flag("--add-opens", opened, chronicle));
            }
        }
        return missing;
    }

    private static String flag(String option, String opened, Module chronicle) {
        return option + "=java.base/" + opened + "=" + (chronicle.isNamed() ? chronicle.getName() : "ALL-UNNAMED");
    }

    /** Runs once, before Chronicle's own classes read the properties. */
    private static final class Quiet {

        static {
            for (String property : List.of(
                    "chronicle.announcer.disable", "chronicle.analytics.disable", "chronicle.disk.monitor.disable")) {
                if (System.getProperty(property) == null) {
                    System.setProperty(property, "true");
                }
            }
            Jvm.disableDebugHandler();
            Jvm.disablePerfHandler();
            Reasons.prepare();
        }

        static void touch() {}
    }
}
