package dev.podregistry.log.chronicle;

import dev.podregistry.log.chronicle.disk.FileWindow;
import dev.podregistry.log.chronicle.raw.RawDay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Flips, zeroes, cuts, swaps, doubles or drops some of the bytes, pages, transactions and files of a closed queue. */
final class Damage {

    private static final List<String> WAYS =
            List.of("flip", "flip", "digit", "digit", "zeros", "cut", "pages", "documents", "files");
    private static final int PAGE = FileWindow.PAGE;

    private final TreeMap<String, byte[]> sound;
    private final Random random;

    /** Is one change of a queue with these files. */
    Damage(TreeMap<String, byte[]> sound, Random random) {
        this.sound = sound;
        this.random = random;
    }

    /** {@return what it has done to the files, its kind first} */
    String to(Path queue) throws IOException {
        String way = WAYS.get(random.nextInt(WAYS.size()));
        List<String> names = new ArrayList<>(sound.keySet());
        String name = names.get(random.nextInt(names.size() - (random.nextInt(6) == 0 ? 0 : 1)));
        byte[] bytes = sound.get(name).clone();
        int used = used(bytes);
        switch (way) {
            case "flip" -> {
                int at = place(used);
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                return save(queue, name, bytes, "flip at " + at);
            }
            case "digit" -> {
                int at = place(used);
                while (at > 0 && !Character.isDigit(bytes[at])) {
                    at--;
                }
                bytes[at] = (byte) ('0' + (bytes[at] - '0' + 1 + random.nextInt(8)) % 10);
                return save(queue, name, bytes, "digit at " + at);
            }
            case "zeros" -> {
                int at = place(used);
                int to = Math.min(used, at + 1 + random.nextInt(random.nextBoolean() ? 16 : 3 * PAGE));
                Arrays.fill(bytes, at, to, (byte) 0);
                return save(queue, name, bytes, "zeros from " + at + " to " + to);
            }
            case "cut" -> {
                int at = random.nextInt(used);
                return save(queue, name, Arrays.copyOf(bytes, at), "cut at " + at);
            }
            case "pages" -> {
                int from = random.nextInt(used / PAGE + 1) * PAGE;
                int to = random.nextInt(used / PAGE + 1) * PAGE;
                return exchange(queue, name, bytes, from, to, PAGE, PAGE, "pages");
            }
            case "documents" -> {
                return documents(queue, name, bytes);
            }
            default -> {
                return files(queue, names, name);
            }
        }
    }

    private int place(int used) {
        return random.nextInt(3) == 0 || used < 0x10110
                ? random.nextInt(used)
                : 0x10110 + random.nextInt(used - 0x10110);
    }

    private static int used(byte[] bytes) {
        int end = bytes.length;
        while (end > 1 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private String exchange(Path queue, String name, byte[] bytes, int a, int b, int lengthA, int lengthB, String what)
            throws IOException {
        byte[] first = Arrays.copyOfRange(bytes, a, a + lengthA);
        byte[] second = Arrays.copyOfRange(bytes, b, b + lengthB);
        System.arraycopy(first, 0, bytes, b, lengthA);
        boolean swap = random.nextBoolean();
        if (swap) {
            System.arraycopy(second, 0, bytes, a, lengthB);
        }
        return save(queue, name, bytes, what + (swap ? " swapped " : " doubled ") + a + " and " + b);
    }

    /** Moves whole transactions, headers and all. */
    private String documents(Path queue, String name, byte[] bytes) throws IOException {
        List<RawDay.Doc> documents = new ArrayList<>();
        try (RawDay day = RawDay.open(queue.resolve(name))) {
            long offset = 0;
            for (RawDay.Doc doc = day.document(0); doc != null; doc = day.document(offset)) {
                if (doc.data()) {
                    documents.add(doc);
                }
                offset = doc.next();
            }
        }
        if (documents.size() < 2 || !name.endsWith(".cq4")) {
            bytes[random.nextInt(64)]++;
            return save(queue, name, bytes, "flip in the table");
        }
        int i = random.nextInt(documents.size() - 1);
        RawDay.Doc one = documents.get(i);
        RawDay.Doc other = documents.get(i + 1 + random.nextInt(documents.size() - i - 1));
        byte[] a = Arrays.copyOfRange(bytes, (int) one.offset(), (int) one.next());
        byte[] b = Arrays.copyOfRange(bytes, (int) other.offset(), (int) other.next());
        int last = (int) documents.get(documents.size() - 1).next();
        byte[] between = Arrays.copyOfRange(bytes, (int) one.next(), (int) other.offset());
        byte[] rest = Arrays.copyOfRange(bytes, (int) other.next(), last + 8);
        return switch (random.nextInt(3)) {
            case 0 -> assemble(queue, name, bytes, one, "documents swapped", b, between, a, rest);
            case 1 -> assemble(queue, name, bytes, one, "documents doubled", a, a, between, b, rest);
            default -> assemble(queue, name, bytes, one, "drop of a document", between, b, rest);
        };
    }

    private String assemble(Path queue, String name, byte[] bytes, RawDay.Doc from, String what, byte[]... parts)
            throws IOException {
        int at = (int) from.offset();
        Arrays.fill(bytes, at, used(bytes), (byte) 0);
        for (byte[] part : parts) {
            System.arraycopy(part, 0, bytes, at, part.length);
            at += part.length;
        }
        return save(queue, name, bytes, what + " at " + from.offset());
    }

    private String files(Path queue, List<String> names, String name) throws IOException {
        String other = names.get(random.nextInt(names.size()));
        switch (random.nextInt(3)) {
            case 0 -> Files.delete(queue.resolve(name));
            case 1 -> Files.write(queue.resolve(name), sound.get(other));
            default -> {
                Files.write(queue.resolve(name), sound.get(other));
                Files.write(queue.resolve(other), sound.get(name));
            }
        }
        return (Files.exists(queue.resolve(name)) ? "files " : "drop of ") + name + " and " + other;
    }

    private static String save(Path queue, String name, byte[] bytes, String change) throws IOException {
        Files.write(queue.resolve(name), bytes);
        return change + " in " + name;
    }
}
