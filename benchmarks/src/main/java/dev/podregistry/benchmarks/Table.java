package dev.podregistry.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
        String rule = IntStream.range(0, HEAD.size())
                .mapToObj(i -> "|" + "-".repeat(width(i) + 2))
                .collect(Collectors.joining("", "", "|\n"));
        return line(HEAD) + rule + rows.stream().skip(1).map(this::line).collect(Collectors.joining());
    }

    private String line(List<String> row) {
        return IntStream.range(0, HEAD.size())
                .mapToObj(i ->
                        "| " + row.get(i) + " ".repeat(width(i) - row.get(i).length() + 1))
                .collect(Collectors.joining("", "", "|\n"));
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
