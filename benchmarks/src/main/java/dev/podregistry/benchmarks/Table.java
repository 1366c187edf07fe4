package dev.podregistry.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The lines of all rows as a table in Markdown, with columns that line up on a terminal too. */
public final class Table {

    private static final List<String> HEAD = List.of("what", "ours", "beside", "theirs", "ratio", "target", "");

    private final List<List<String>> rows = new ArrayList<>(List.of(HEAD));

    /** Adds the lines of a row. */
    public void add(List<Line> lines) {
        for (Line line : lines) {
            rows.add(List.of(
                    line.what(),
                    line.ours().toString(),
                    line.against(),
                    line.theirs() == null ? "" : line.theirs().toString(),
                    line.ratio() == null ? "" : Unit.digits(line.ratio()) + " ×",
                    line.target().of(),
                    line.verdict()));
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < HEAD.size(); i++) {
                text.append("| ")
                        .append(row.get(i))
                        .append(" ".repeat(width(i) - row.get(i).length() + 1));
            }
            text.append("|\n");
            if (row == HEAD) {
                for (int i = 0; i < HEAD.size(); i++) {
                    text.append('|').append("-".repeat(width(i) + 2));
                }
                text.append("|\n");
            }
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
