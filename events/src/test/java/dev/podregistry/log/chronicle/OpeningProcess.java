package dev.podregistry.log.chronicle;

import dev.podregistry.model.LogException;
import java.io.Closeable;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;

/**
 * Opens a log with no descriptor left, with one, with two, and so on, until it has opened it with each number for a while;
 * says how often that went well and how often not.
 */
final class OpeningProcess {

    private static final int ENOUGH = 60;

    private OpeningProcess() {}

    /** Argument: the registry. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        loadClasses();
        // What a line of a logger takes, which is no matter of the log either.
        TimeZone.getDefault().toZoneId();
        Moments.open(directory).close();
        int opened = 0;
        int refused = 0;
        for (int left = 0; left < ENOUGH; left++) {
            List<Closeable> taken = takeAll();
            for (int i = 0; i < left && !taken.isEmpty(); i++) {
                taken.remove(taken.size() - 1).close();
            }
            try (ChronicleLog log = Moments.open(directory)) {
                if (log.recovery().isPresent()) {
                    throw new IllegalStateException("a recovery with " + left + " descriptors left");
                }
                opened++;
            } catch (LogException e) {
                refused++;
            } finally {
                for (Closeable one : taken) {
                    one.close();
                }
            }
        }
        Moments.open(directory).close();
        System.out.println("opened " + opened + ", refused " + refused);
    }

    /** Each class takes a descriptor, but that is no matter of the log. */
    private static void loadClasses() throws Exception {
        Path classes = Path.of(ChronicleLog.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".class")).toList()) {
                String name = classes.relativize(file).toString().replace(File.separatorChar, '.');
                if (!name.endsWith("-info.class")) {
                    Class.forName(name.substring(0, name.length() - ".class".length()));
                }
            }
        }
    }

    private static List<Closeable> takeAll() {
        List<Closeable> taken = new ArrayList<>();
        while (true) {
            try {
                taken.add(new FileInputStream("/dev/null"));
            } catch (IOException e) {
                return taken;
            }
        }
    }
}
