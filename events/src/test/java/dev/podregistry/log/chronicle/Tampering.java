package dev.podregistry.log.chronicle;

import dev.podregistry.event.Hash;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.queue.QueueWriter;
import dev.podregistry.log.chronicle.raw.Document;
import dev.podregistry.log.chronicle.raw.RawLog;
import dev.podregistry.log.chronicle.raw.RawRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;

/** Changes the queue of a registry as somebody could who has the right to write its files, and leaves a readable queue. */
public final class Tampering {

    private Tampering() {}

    /**
     * Writes the queue anew with some of its transactions.
     *
     * @param numbers which, from 1, in the order to write them
     */
    public static void rewrite(Path registry, int... numbers) throws Exception {
        RegistryDirectory directory = RegistryDirectory.existing(registry);
        List<List<Document.Link>> all = transactions(directory);
        write(
                directory,
                IntStream.of(numbers).mapToObj(number -> all.get(number - 1)).toList());
    }

    /** Writes the queue anew with changed lines, and makes a chain of hashes that fits them. */
    public static void reforge(Path registry, UnaryOperator<String> change) throws Exception {
        RegistryDirectory directory = RegistryDirectory.existing(registry);
        List<List<Document.Link>> forged = new ArrayList<>();
        Hash hash = Hash.GENESIS;
        for (List<Document.Link> transaction : transactions(directory)) {
            List<Document.Link> links = new ArrayList<>();
            for (Document.Link link : transaction) {
                String line = change.apply(link.line());
                Hash next = hash.next(line.getBytes(StandardCharsets.US_ASCII));
                links.add(new Document.Link(line, hash, next));
                hash = next;
            }
            forged.add(links);
        }
        write(directory, forged);
    }

    private static List<List<Document.Link>> transactions(RegistryDirectory directory) throws IOException {
        List<List<Document.Link>> all = new ArrayList<>();
        RawLog.read(
                directory.queue(),
                (day, transaction) ->
                        all.add(transaction.stream().map(RawRecord::link).toList()));
        return all;
    }

    private static void write(RegistryDirectory directory, List<List<Document.Link>> transactions) throws Exception {
        try (Stream<Path> files = Files.list(directory.queue())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Instant noon = Instant.parse("2026-01-31T12:00:00Z");
        try (QueueWriter writer = new QueueWriter(directory, () -> noon)) {
            writer.open();
            for (List<Document.Link> transaction : transactions) {
                Bytes<?> document = Document.write(transaction);
                try {
                    writer.append(document);
                } finally {
                    document.releaseLast();
                }
            }
        }
    }
}
