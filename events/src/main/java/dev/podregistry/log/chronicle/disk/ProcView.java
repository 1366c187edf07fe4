package dev.podregistry.log.chronicle.disk;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Linux tells below {@code /proc} about mounts and about processes.
 *
 * @param proc where it is mounted
 */
public record ProcView(Path proc) {

    private static final int DEVICE = 2;
    private static final int POINT = 4;
    private static final int OPTIONS = 5;

    /**
     * Something mounted.
     *
     * @param point where
     * @param type the type of the file system
     * @param options how this mount was made
     * @param superOptions how the file system was
     * @param device the numbers of its device, as {@code /proc/locks} writes them
     */
    public record Mount(Path point, String type, List<String> options, List<String> superOptions, String device) {

        public boolean isReadOnly() {
            return options.contains("ro") || superOptions.contains("ro");
        }

        /** {@return the value of an option; null when it was not given} */
        @Nullable
        public String option(String name) {
            return superOptions.stream()
                    .filter(option -> option.startsWith(name + "="))
                    .map(option -> option.substring(name.length() + 1))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** {@return the mount that a path lies on: the longest that it begins with, and of those the last} */
    @Nullable
    public Mount mountOf(Path realPath) throws IOException {
        return mounts().stream()
                .filter(mount -> realPath.startsWith(mount.point()))
                .reduce(null, (best, next) -> best == null || next.point().startsWith(best.point()) ? next : best);
    }

    /** {@return where something is mounted below a directory, or null when nothing is} */
    @Nullable
    String mountedBelow(Path realPath) throws IOException {
        return read("self/mountinfo")
                .lines()
                .map(line -> unescaped(line.split(" ", -1)[POINT]))
                .filter(point -> point.startsWith(realPath + "/"))
                .findFirst()
                .orElse(null);
    }

    /** {@return how {@code /proc} itself is mounted, or null when that is not told} */
    @Nullable
    public Mount self() throws IOException {
        return mounts().stream()
                .filter(mount -> mount.point().equals(proc) && mount.type().equals("proc"))
                .reduce(null, (earlier, later) -> later);
    }

    private List<Mount> mounts() throws IOException {
        return read("self/mountinfo").lines().map(ProcView::mount).toList();
    }

    /** {@code id parent major:minor root point options tag… - type source superOptions} */
    private static Mount mount(String line) {
        List<String> fields = List.of(line.split(" ", -1));
        int rest = fields.indexOf("-");
        String[] numbers = fields.get(DEVICE).split(":", -1);
        return new Mount(
                Path.of(unescaped(fields.get(POINT))),
                fields.get(rest + 1),
                List.of(fields.get(OPTIONS).split(",", -1)),
                List.of(fields.get(rest + 3).split(",", -1)),
                String.format(Locale.ROOT, "%02x:%02x", Integer.valueOf(numbers[0]), Integer.valueOf(numbers[1])));
    }

    /** Blanks and backslashes in a path are written as three octal digits. */
    private static String unescaped(String field) {
        StringBuilder bytes = new StringBuilder();
        for (int k = 0; k < field.length(); k++) {
            boolean escape = field.charAt(k) == '\\' && k + 3 < field.length();
            bytes.append(escape ? (char) Integer.parseInt(field.substring(k + 1, k + 4), 8) : field.charAt(k));
            k += escape ? 3 : 0;
        }
        return new String(bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** {@return whether a process has been stopped by a signal or a debugger} */
    public boolean isStopped(long pid) {
        try {
            String stat = read(pid + "/stat");
            String state = stat.substring(stat.lastIndexOf(')') + 1).strip();
            return state.startsWith("T") || state.startsWith("t");
        } catch (IOException e) {
            // It has ended meanwhile, or is hidden.
            return false;
        }
    }

    /** {@return the bytes of a file, each as a character: names may hold anything} */
    public String read(String file) throws IOException {
        try (InputStream in = new FileInputStream(proc.resolve(file).toFile())) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
