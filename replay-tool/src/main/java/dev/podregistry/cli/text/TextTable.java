package dev.podregistry.cli.text;

import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;

/** Rows in aligned columns, each with lines of detail below it. */
public final class TextTable {

    private final List<Row> rows = new ArrayList<>();

    private record Row(List<String> cells, List<String> details) {}

    public TextTable(String... headings) {
        rows.add(new Row(List.of(headings), List.of()));
    }

    public void add(List<String> cells, List<String> details) {
        rows.add(new Row(cells, details));
    }

    public void print(Shell shell) {
        int[] widths = new int[rows.get(0).cells().size()];
        for (Row row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Printable.width(row.cells().get(i)));
            }
        }
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(Printable.padded(rows.get(r).cells().get(i), widths[i]))
                        .append("  ");
            }
            String text = line.toString().stripTrailing();
            shell.out().println(r == 0 ? shell.bold(text) : text);
            rows.get(r).details().forEach(detail -> shell.out().println("    " + detail));
        }
    }
}
