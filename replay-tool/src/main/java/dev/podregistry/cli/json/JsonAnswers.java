package dev.podregistry.cli.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;

/**
 * Prints answers as JSON: either one document, or one object a line.
 *
 * <p>Every object has a {@code schema}; within a schema keys are only ever added.
 */
public final class JsonAnswers {

    private final PrintWriter out;
    private final boolean lines;

    /**
     * Creates a printer.
     *
     * @param out where to print
     * @param lines whether to print one object a line instead of one document
     */
    public JsonAnswers(PrintWriter out, boolean lines) {
        this.out = out;
        this.lines = lines;
    }

    /** Prints one object that is the whole answer. */
    public void print(ObjectNode answer) {
        out.println(lines ? Json.line(answer) : Json.document(answer));
    }

    /**
     * {@return a list to add objects to, which are printed as they come}
     *
     * @param schema the document's schema
     * @param key the document's key of the list
     */
    public Rows rows(String schema, String key) {
        return new Rows(schema, key);
    }

    /** The rows of one answer. */
    public final class Rows {

        private final String schema;
        private String separator = "";

        private Rows(String schema, String key) {
            this.schema = schema;
            if (!lines) {
                out.print("{\n  \"schema\": \"" + schema + "\",\n  \"" + key + "\": [");
            }
        }

        /** Prints a row. */
        public void add(ObjectNode row) {
            if (lines) {
                out.println(Json.line(row));
                return;
            }
            out.print(separator + "\n    " + Json.document(row).replace("\n", "\n    "));
            separator = ",";
        }

        /**
         * Ends the answer; of one object a line, the rest is the last line.
         *
         * @param rest what else the document says
         */
        public void end(ObjectNode rest) {
            if (lines) {
                out.println(Json.line(Shapes.object(schema).setAll(rest)));
                return;
            }
            out.print((separator.isEmpty() ? "" : "\n  ") + "]");
            String text = Json.document(rest);
            out.println(rest.isEmpty() ? "\n}" : "," + text.substring(1));
        }
    }
}
