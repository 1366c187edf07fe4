package dev.podregistry.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everything that was measured, one JSON object a line, as it comes. */
public final class Journal implements AutoCloseable {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Writer out;
    private String row = "";

    private Journal(Writer out) {
        this.out = out;
    }

    /** {@return a journal in {@code file}, which is written anew} */
    public static Journal in(Path file) throws IOException {
        return new Journal(Files.newBufferedWriter(file));
    }

    /** Says which row the next lines belong to. */
    public void begin(String name) {
        row = name;
    }

    /** Keeps one sample. */
    public void sample(String contender, int round, Sample sample) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("row", row);
        line.put("contender", contender);
        line.put("round", round);
        line.put("values", new EnumMap<>(sample.values()));
        write(line);
    }

    /** Keeps one line of the table. */
    public void line(Line result) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("row", row);
        line.put("what", result.what());
        line.put("ours", result.ours().value());
        line.put("unit", result.ours().unit());
        line.put("against", result.against());
        line.put("theirs", result.theirs() == null ? null : result.theirs().value());
        line.put("ratio", result.ratio());
        line.put("target", result.target().of());
        line.put("verdict", result.verdict());
        write(line);
    }

    private void write(Map<String, Object> line) throws IOException {
        out.write(MAPPER.writeValueAsString(line));
        out.write('\n');
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
