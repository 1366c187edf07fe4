package dev.podregistry.cli.option;

import dev.podregistry.cli.json.JsonAnswers;
import dev.podregistry.cli.shell.Shell;
import java.util.Locale;
import picocli.CommandLine.Option;

/** In which form a command answers. */
public final class OutputOption {

    /** The forms there are. */
    public enum Format {
        /** For people. */
        TABLE,
        /** One JSON document. */
        JSON,
        /** One JSON object a line. */
        NDJSON;

        /** {@return the form as it is typed} */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table (for people), json (one document) or ndjson (an object a line). Default: table.")
    private Format format = Format.TABLE;

    public Format format() {
        return format;
    }

    /** {@return what takes the answer as JSON} */
    public JsonAnswers json(Shell shell) {
        return new JsonAnswers(shell.out(), format == Format.NDJSON);
    }

    public boolean isTable() {
        return format == Format.TABLE;
    }
}
