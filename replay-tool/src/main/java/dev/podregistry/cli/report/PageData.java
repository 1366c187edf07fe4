package dev.podregistry.cli.report;

import dev.podregistry.audit.Kind;
import dev.podregistry.audit.Lineage;
import dev.podregistry.audit.Outset;
import dev.podregistry.audit.Point;
import dev.podregistry.audit.Report;
import dev.podregistry.audit.Step;
import dev.podregistry.audit.TargetHistory;
import dev.podregistry.audit.Watcher;
import dev.podregistry.cli.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a page tells of a history, taken in step by step and kept as columns of small numbers.
 *
 * <p>Where the history does not begin with the first event, sequences are counted from its beginning on, and the header says
 * which is the last before: {@code first}.
 *
 * <p>It is written as the length of a header, the header in JSON, and the columns that it lists:
 *
 * <pre>
 * u32, little endian    length of the header in bytes
 * header                tables of texts, where each column begins, what the verification found
 * columns               runs of zigzag LEB128 varints
 * </pre>
 */
public final class PageData implements Watcher {

    private final long last;
    private final Columns columns = new Columns();
    private final Texts pods = new Texts();
    private final Lives lives;
    private final EventRows events;
    private final PathTree tree;
    private final Holds holds;
    private final TargetHistory targets;
    private Point at = Point.START;
    private long first;

    /**
     * Creates the data of an empty page.
     *
     * @param last the sequence of the last event to take in; {@link Long#MAX_VALUE} for all
     */
    public PageData(long last) {
        this.last = last;
        this.lives = new Lives(columns, pods);
        this.events = new EventRows(columns, pods, lives);
        this.tree = new PathTree(columns);
        this.holds = new Holds(columns, tree, lives);
        this.targets = new TargetHistory(holds::take);
    }

    @Override
    public void begin(Outset outset, Lineage lineage) {
        at = outset.at();
        first = outset.sequence();
        lives.begin(outset);
        holds.begin(outset);
        targets.begin(outset, lineage);
    }

    @Override
    public void watch(Step step, Lineage lineage) {
        if (step.recorded().sequence() > last) {
            return;
        }
        at = Point.after(step.recorded());
        lives.take(step);
        events.take(step);
        targets.watch(step, lineage);
    }

    /** {@return the last event taken in} */
    public Point at() {
        return at;
    }

    /** {@return how many events were taken in} */
    public long events() {
        return at.sequence() - first;
    }

    /** Writes everything; nothing can be taken in any more. */
    void writeTo(OutputStream out, String registry, Report verified) throws IOException {
        lives.end();
        holds.end();
        Counter length = new Counter();
        writeHeader(length, registry, verified);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write(Math.toIntExact(length.count) >>> shift);
        }
        writeHeader(out, registry, verified);
        columns.writeTo(out);
    }

    private void writeHeader(OutputStream out, String registry, Report verified) throws IOException {
        write(out, "{\"schema\":\"pod-registry/report/1\",\"registry\":" + JsonText.text(registry));
        write(out, ",\"at\":" + JsonText.at(at) + ",\"first\":" + first + ",\"verify\":" + JsonText.report(verified));
        write(out, ",\"kinds\":" + list(Stream.of(Kind.values()).map(Kind::toString)));
        write(out, ",\"causes\":" + list(EventRows.CAUSES.stream()));
        writeTable(out, "pods", pods, JsonText::text);
        writeTable(out, "actors", events.actors(), JsonText::text);
        writeTable(out, "names", tree.names(), JsonText::text);
        writeTable(out, "scopes", lives.scopes(), UnaryOperator.identity());
        write(out, ",\"columns\":" + columns.index() + "}");
    }

    private static List<String> list(Stream<String> texts) {
        return texts.map(JsonText::text).toList();
    }

    private static void writeTable(OutputStream out, String name, Texts texts, UnaryOperator<String> json)
            throws IOException {
        write(out, ",\"" + name + "\":[");
        for (int place = 0; place < texts.size(); place++) {
            write(out, (place == 0 ? "" : ",") + json.apply(texts.get(place)));
        }
        write(out, "]");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Counts what it is given. */
    private static final class Counter extends OutputStream {

        private long count;

        @Override
        public void write(int value) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            count += length;
        }
    }
}
