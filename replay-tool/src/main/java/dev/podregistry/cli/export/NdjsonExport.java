package dev.podregistry.cli.export;

import dev.podregistry.audit.Moved;
import dev.podregistry.cli.json.JsonText;
import dev.podregistry.event.Recorded;
import java.io.IOException;
import java.io.Writer;

/** A JSON object a line: the event, its hashes, and the exact line that they cover. */
public final class NdjsonExport implements EventExport {

    private final Writer out;

    /** Creates an export to {@code out}, which stays open. */
    public NdjsonExport(Writer out) {
        this.out = out;
    }

    @Override
    public void event(Recorded event, Moved moved, boolean selected) throws IOException {
        if (selected) {
            out.write(JsonText.event(event, moved));
            out.write('\n');
        }
    }

    @Override
    public void end(Extent extent) {}
}
