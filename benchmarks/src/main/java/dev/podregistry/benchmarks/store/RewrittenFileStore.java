package dev.podregistry.benchmarks.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podregistry.model.ProcessIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A map in memory, and one JSON file that is truncated, written anew and synced at every change: how one begins, and how
 * the registry that this one replaces did it.
 */
final class RewrittenFileStore implements Store {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final FileChannel file;
    private final Map<String, Ask> live = new LinkedHashMap<>();

    private RewrittenFileStore(FileChannel file) {
        this.file = file;
    }

    static void fill(Path folder, Stream<Ask> asks) {
        try (RewrittenFileStore store = open(folder)) {
            asks.forEach(ask -> store.live.put(ask.pod(), ask));
            store.rewrite();
        }
    }

    static RewrittenFileStore open(Path folder) {
        try {
            Path path = folder.resolve("pods.json");
            FileChannel file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            RewrittenFileStore store = new RewrittenFileStore(file);
            if (file.size() > 0) {
                for (JsonNode pod : MAPPER.readTree(path.toFile())) {
                    store.put(pod);
                }
            }
            return store;
        } catch (IOException e) {
            throw new StoreException(e);
        }
    }

    private void put(JsonNode pod) {
        String name = pod.get("pod").textValue();
        ProcessIdentity process = new ProcessIdentity.BarePid(pod.get("pid").longValue());
        live.put(
                name,
                new Ask(
                        name,
                        process,
                        pod.get("write").textValue(),
                        pod.get("read").textValue()));
    }

    @Override
    public boolean register(Ask ask) {
        for (Ask other : live.values()) {
            if (isWithin(ask.write(), other.write()) || isWithin(other.write(), ask.write())) {
                return false;
            }
        }
        if (live.putIfAbsent(ask.pod(), ask) != null) {
            return false;
        }
        rewrite();
        return true;
    }

    private static boolean isWithin(String path, String other) {
        return other.equals("/")
                || (path.startsWith(other) && (path.length() == other.length() || path.charAt(other.length()) == '/'));
    }

    @Override
    public boolean release(String pod) {
        if (live.remove(pod) == null) {
            return false;
        }
        rewrite();
        return true;
    }

    private void rewrite() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(live.size() * 200 + 16);
        try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
            json.writeStartArray();
            for (Iterator<Ask> asks = live.values().iterator(); asks.hasNext(); ) {
                Ask ask = asks.next();
                json.writeStartObject();
                json.writeStringField("pod", ask.pod());
                json.writeNumberField("pid", ask.process().pid());
                json.writeStringField("write", ask.write());
                json.writeStringField("read", ask.read());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.flush();
            file.truncate(0);
            file.position(0);
            for (ByteBuffer rest = ByteBuffer.wrap(bytes.toByteArray()); rest.hasRemaining(); ) {
                file.write(rest);
            }
            file.force(false);
        } catch (IOException e) {
            throw new StoreException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new StoreException(e);
        }
    }
}
