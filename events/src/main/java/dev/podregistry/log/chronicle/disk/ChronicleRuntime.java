package dev.podregistry.log.chronicle.disk;

import dev.podregistry.log.json.JacksonVersion;
import dev.podregistry.log.place.PathNames;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.log.place.SpareDescriptors;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;

/**
 * What this JVM needs before any code of Chronicle runs.
 *
 * <p>Chronicle reaches into {@code java.base}; without the flags it fails much later and speaks of something else. It
 * also announces itself, reports its use to a web service when its analytics jar is there, watches the disk, which fails where {@code /proc}
 * shows no mounts, and logs its performance;
 * all of that is switched off, unless the properties that switch it are already set.
 *
 * <p>So is the thread that releases what was closed: all who close wait for one lock then, and where a mapped file was cut
 * off, the JVM may throw in the very moment that somebody has it, which leaves it locked for good.
 */
public final class ChronicleRuntime {

    private static final Module JAVA = Object.class.getModule();

    private static final String EXPORTED = "jdk.internal.ref";
    private static final List<String> OPENED = List.of("java.lang.reflect", "sun.nio.ch");

    private static volatile boolean isLoaded;

    private ChronicleRuntime() {}

    /** Throws {@link LogUnavailableException} naming the missing flags or the old library; else silences Chronicle. */
    public static void require() {
        List<String> missing = missingFlags();
        if (!missing.isEmpty()) {
            throw new LogUnavailableException(
                    Reason.JVM_FLAGS, "the log needs a JVM started with " + String.join(" ", missing), null);
        }
        JacksonVersion.complaint().ifPresent(complaint -> {
            throw new LogUnavailableException(Reason.LIBRARY, complaint, null);
        });
        if (!isLoaded) {
            load();
        }
    }

    private static void load() {
        try {
            SpareDescriptors.require();
        } catch (IOException e) {
            throw new LogUnavailableException(Reason.IO, "cannot open a log: " + Reasons.of(e), e);
        }
        try {
            Quiet.touch();
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            // JDK 17 has no permission to files in a working folder whose name it cannot have.
            throw new LogUnavailableException(
                    Reason.IO, "cannot load Chronicle: " + Reasons.of(e) + PathNames.advice(), e);
        }
        isLoaded = true;
    }

    /** {@return the flags that a JVM needs which has everything on its class path} */
    public static List<String> flags() {
        return Stream.concat(Stream.of(exports("ALL-UNNAMED")), OPENED.stream().map(name -> opens(name, "ALL-UNNAMED")))
                .toList();
    }

    /** {@return the flags that this JVM was started without} */
    public static List<String> missingFlags() {
        Module core = Jvm.class.getModule();
        String name = core.isNamed() ? core.getName() : "ALL-UNNAMED";
        List<String> missing = new ArrayList<>();
        if (!JAVA.isExported(EXPORTED, core)) {
            missing.add(exports(name));
        }
        OPENED.stream()
                .filter(opened -> !JAVA.isOpen(opened, core))
                .forEach(opened -> missing.add(opens(opened, name)));
        return missing;
    }

    private static String exports(String module) {
        return "--add-exports=java.base/" + EXPORTED + "=" + module;
    }

    private static String opens(String opened, String module) {
        return "--add-opens=java.base/" + opened + "=" + module;
    }

    /** Runs once, before Chronicle's own classes read the properties. */
    private static final class Quiet {

        static {
            for (String property : List.of(
                    "chronicle.announcer.disable", "chronicle.analytics.disable", "chronicle.disk.monitor.disable")) {
                preset(property, "true");
            }
            preset("background.releaser", "false");
            Jvm.disableDebugHandler();
            Jvm.disablePerfHandler();
            // Of these the caller is told, in one sentence; what else uses Chronicle in this JVM has its warnings.
            ExceptionHandler warn = Jvm.warn().defaultHandler();
            Jvm.setWarnExceptionHandler((logger, message, thrown) -> {
                boolean told = thrown instanceof IOException
                        || (message != null && message.startsWith("unable to create a file"));
                if (!told || !isOurs()) {
                    warn.on(logger, message, thrown);
                }
            });
            Reasons.prepare();
        }

        private static boolean isOurs() {
            String room = ChronicleRuntime.class.getPackageName();
            String ours = room.substring(0, room.lastIndexOf('.'));
            return StackWalker.getInstance()
                    .walk(frames -> frames.skip(2)
                            .anyMatch(frame -> frame.getClassName().startsWith(ours)));
        }

        private static void preset(String property, String value) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, value);
            }
        }

        static void touch() {}
    }
}
