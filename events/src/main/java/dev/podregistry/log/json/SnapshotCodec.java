package dev.podregistry.log.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Done;
import dev.podregistry.event.Epochs;
import dev.podregistry.event.Epochs.Epoch;
import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Snapshot;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Scope;
import dev.podregistry.model.Token;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes a snapshot as lines of JSON in ASCII, and reads it back. Thread-safe.
 *
 * <p>A head, then a line for each allocation in table order, then a line for each recent command,
 * oldest first; values, strictness and the choice of the schema as in {@link EventCodec}.
 *
 * <pre>{@code
 * {"schema":1,"sequence":7,"hash":"<64 digits>","hint":87960930222080,"importing":false,"allocations":1,"commands":1}
 * {"pod":"p","process":{…},"socket":"","allow":[…],"deny":[],"delegatedFrom":null,"segment":"<uuid>","created":6,"token":7}
 * {"command":"<uuid>","sequence":7,"token":7,"event":{…}}
 * }</pre>
 *
 * <p>It goes line by line, so that a great table needs no second copy in memory.
 */
public final class SnapshotCodec {

    /** The highest schema that is written and read. */
    public static final int SCHEMA = Schema.NEWEST;

    private final StrictJson json = new StrictJson(Long.MAX_VALUE);

    /** Creates a codec; one is enough for a process. */
    public SnapshotCodec() {}

    /** Writes a snapshot, and leaves {@code out} open. */
    public void write(Snapshot snapshot, OutputStream out) throws IOException {
        int schema = schema(snapshot.table());
        try (JsonGenerator lines = json.generator(out)) {
            lines.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            lines.setRootValueSeparator(new SerializedString("\n"));
            FieldWriter line = new FieldWriter(lines);
            line.object(fields -> head(fields, snapshot, schema));
            for (Allocation row : snapshot.table().allocations()) {
                line.object(fields -> row(fields, row));
            }
            for (Done done : snapshot.table().recentCommands()) {
                line.object(fields -> done(fields, done, schema));
            }
        }
        out.write('\n');
    }

    private static int schema(TableSnapshot table) {
        return Math.max(
                table.epochs().all().isEmpty() ? 1 : 2,
                table.recentCommands().stream()
                        .mapToInt(done -> Schema.of(done.event()))
                        .max()
                        .orElse(1));
    }

    private static void head(FieldWriter head, Snapshot snapshot, int schema) {
        LogPosition position = snapshot.bookmark().position();
        TableSnapshot table = snapshot.table();
        head.number("schema", schema)
                .number("sequence", position.sequence())
                .text("hash", position.hash().toString())
                .number("hint", snapshot.bookmark().hint())
                .truth("importing", table.importing())
                .number("allocations", table.allocations().size())
                .number("commands", table.recentCommands().size());
        if (schema > 1) {
            head.list(
                    "epochs",
                    table.epochs().all(),
                    (fields, epoch) -> fields.number("since", epoch.since()).number("number", epoch.number()));
        }
    }

    private static void row(FieldWriter fields, Allocation row) {
        fields.text("pod", row.pod().value());
        LineWriter.process(fields, row.process());
        fields.text("socket", row.socket().value());
        LineWriter.rules(fields, "allow", row.scope().allow());
        LineWriter.rules(fields, "deny", row.scope().deny());
        fields.text(
                "delegatedFrom",
                row.delegatedFrom() == null ? null : row.delegatedFrom().value());
        LineWriter.segment(fields, row.segment())
                .number("created", row.created())
                .number("token", row.token().value());
    }

    private static void done(FieldWriter fields, Done done, int schema) {
        fields.text("command", done.command().toString()).number("sequence", done.sequence());
        if (done.token() == null) {
            fields.nothing("token");
        } else {
            fields.number("token", done.token().value());
        }
        LineWriter.event(fields, done.event(), schema);
    }

    /**
     * {@return the snapshot that {@code in} holds up to its end}
     *
     * @throws IllegalArgumentException naming the line and the defect, when it is no snapshot of a known schema
     */
    public Snapshot read(InputStream in) throws IOException {
        try {
            return read(new Lines(in));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is not ASCII", e);
        }
    }

    private static Snapshot read(Lines lines) throws IOException {
        Head head = lines.next(SnapshotCodec::head);
        List<Allocation> rows = new ArrayList<>();
        for (long i = 0; i < head.allocations(); i++) {
            rows.add(lines.next(SnapshotCodec::row));
        }
        List<Done> commands = new ArrayList<>();
        for (long i = 0; i < head.commands(); i++) {
            commands.add(lines.next(fields -> done(fields, head.schema())));
        }
        lines.end();
        LogPosition position = head.bookmark().position();
        TableSnapshot table = new TableSnapshot(position.sequence(), head.importing(), rows, commands, head.epochs());
        if (schema(table) < head.schema()) {
            throw new IllegalArgumentException("line 1: schema " + head.schema() + " is not needed for what follows");
        }
        return new Snapshot(head.bookmark(), table);
    }

    private record Head(
            long schema, Bookmark bookmark, boolean importing, long allocations, long commands, Epochs epochs) {}

    /** The lines of a snapshot, one after the other. */
    private final class Lines {

        private final BufferedReader in;
        private long taken;

        Lines(InputStream in) {
            this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII.newDecoder()), 64 << 10);
        }

        <T> T next(Function<Fields, T> read) throws IOException {
            String line = in.readLine();
            taken++;
            if (line == null) {
                throw new IllegalArgumentException("line " + taken + " is missing");
            }
            try {
                return json.read(line, read);
            } catch (UnreadableEventException e) {
                throw new IllegalArgumentException("line " + taken + ": " + e.getMessage(), e);
            }
        }

        void end() throws IOException {
            if (in.readLine() != null) {
                throw new IllegalArgumentException("it goes on after line " + taken);
            }
        }
    }

    private static Head head(Fields head) {
        long schema = head.number("schema");
        Schema.check(head, schema);
        LogPosition position = new LogPosition(head.number("sequence"), head.value("hash", Hash::ofHex));
        return new Head(
                schema,
                new Bookmark(position, head.number("hint")),
                head.truth("importing"),
                head.number("allocations"),
                head.number("commands"),
                schema == 1 ? Epochs.NONE : epochs(head));
    }

    private static Epochs epochs(Fields head) {
        List<Epoch> all = head.list("epochs", epoch -> new Epoch(epoch.number("since"), epoch.number("number")));
        try {
            return new Epochs(all);
        } catch (IllegalArgumentException e) {
            throw head.defect("epochs", "are refused: " + e.getMessage());
        }
    }

    private static Allocation row(Fields row) {
        return new Allocation(
                row.value("pod", PodName::new),
                LineReader.process(row),
                LineReader.socket(row),
                new Scope(LineReader.rules(row, "allow"), LineReader.rules(row, "deny")),
                row.isNull("delegatedFrom") ? null : row.value("delegatedFrom", PodName::new),
                row.isNull("segment") ? null : LineReader.segment(row),
                row.number("created"),
                new Token(row.number("token")));
    }

    private static Done done(Fields done, long schema) {
        CommandId command = new CommandId(done.uuid("command"));
        long sequence = done.number("sequence");
        Token token = done.isNull("token") ? null : new Token(done.number("token"));
        return new Done(command, sequence, done.object("event", event -> LineReader.event(event, schema)), token);
    }
}
