package dev.podregistry.cli.option;

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

    public boolean isTable() {
        return format == Format.TABLE;
    }
}
