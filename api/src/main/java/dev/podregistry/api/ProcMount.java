package dev.podregistry.api;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How {@code /proc} is mounted: whether it shows this process all others.
 *
 * <p>With the mount option {@code hidepid} a live process of another user looks as if there were none.
 *
 * @param proc where it is mounted
 */
record ProcMount(Path proc) {

    private static final int CAP_SYS_PTRACE = 19;
    private static final List<String> EVERYBODY = List.of("0", "off", "1", "noaccess");
    private static final List<String> PTRACEABLE_OR_GROUP = List.of("2", "invisible");
    private static final List<String> PTRACEABLE = List.of("4", "ptraceable");

    /** {@return whether it is certain that a process that is not shown does not exist} */
    boolean showsEverybody() {
        try {
            List<String> options = options();
            String hidepid = value(options, "hidepid", "0");
            return !options.isEmpty()
                    && (EVERYBODY.contains(hidepid)
                            || (PTRACEABLE_OR_GROUP.contains(hidepid)
                                    && (seesEverybody() || isMember(value(options, "gid", "0"))))
                            || (PTRACEABLE.contains(hidepid) && seesEverybody()));
        } catch (IOException | RuntimeException e) {
            // A system that does not even tell how it is mounted; nothing is certain then.
            return false;
        }
    }

    /** The options of the last mount at the place, as that one covers those before it; none if it is no mount of proc. */
    private List<String> options() throws IOException {
        List<List<String>> mounts = read(self("mountinfo"))
                .lines()
                .map(line -> List.of(line.split(" ", -1)))
                .filter(fields -> fields.get(4).equals(proc.toString()))
                .toList();
        List<String> last = mounts.isEmpty() ? List.of() : mounts.get(mounts.size() - 1);
        int separator = last.indexOf("-");
        return separator < 0 || !last.get(separator + 1).equals("proc")
                ? List.of()
                : List.of(last.get(separator + 3).split(",", -1));
    }

    private static String value(List<String> options, String name, String otherwise) {
        return options.stream()
                .filter(option -> option.startsWith(name + "="))
                .map(option -> option.substring(name.length() + 1))
                .findFirst()
                .orElse(otherwise);
    }

    /** Whoever may trace every process sees every process, unless it is the ruler of a user namespace only. */
    private boolean seesEverybody() throws IOException {
        long capabilities = Long.parseUnsignedLong(status("CapEff"), 16);
        return (capabilities >> CAP_SYS_PTRACE & 1) == 1 && isOutermostUserNamespace();
    }

    private boolean isMember(String group) throws IOException {
        Stream<String> groups = Stream.concat(
                words(status("Groups")).stream(), words(status("Gid")).stream().skip(3));
        return isOutermostUserNamespace() && groups.anyMatch(group::equals);
    }

    private boolean isOutermostUserNamespace() throws IOException {
        return words(read(self("uid_map"))).equals(List.of("0", "0", "4294967295"));
    }

    private String status(String field) throws IOException {
        return read(self("status"))
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+", -1));
    }

    private Path self(String file) {
        return proc.resolve("self").resolve(file);
    }

    /** {@return the bytes of a file of proc, each as a character: a process may call itself anything} */
    static String read(Path file) throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** {@return the mount at {@code /proc}, or null on a system without it} */
    static @Nullable ProcMount ofSystem() {
        return System.getProperty("os.name", "").equals("Linux") ? new ProcMount(Path.of("/proc")) : null;
    }
}
