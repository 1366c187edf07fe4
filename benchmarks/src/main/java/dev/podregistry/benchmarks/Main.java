package dev.podregistry.benchmarks;

import dev.podregistry.benchmarks.row.Rows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures rows and prints the table: {@code bin/benchmark [--quick] [ROW…]}.
 *
 * <p>Arguments: the project's folder, then those of {@code bin/benchmark}. {@code JAVA_HOMES} may name the JDKs, separated by
 * colons, with which the start of the command line is measured; otherwise it is the one that runs this.
 */
public final class Main {

    private static final int USAGE = 64;

    private Main() {}

    /** Runs. */
    public static void main(String[] arguments) throws Exception {
        List<String> rest = new ArrayList<>(List.of(arguments));
        Path home = Path.of(rest.remove(0));
        Effort effort = rest.remove("--quick") ? Effort.QUICK : Effort.FULL;
        List<Row> rows = chosen(rest);
        if (rows.isEmpty()) {
            System.err.println("usage: bin/benchmark [--quick] [ROW...], where a ROW is one of");
            Rows.ALL.forEach(row -> System.err.printf(Locale.ROOT, "  %-12s %s%n", row.name(), row.about()));
            System.exit(USAGE);
        }
        Path out = Files.createDirectories(
                home.resolve("benchmarks").resolve("target").resolve("benchmarks"));
        Table table;
        try (Session session = Session.open(home, out, effort)) {
            table = session.measure(rows);
        }
        Files.writeString(out.resolve("table.md"), table.toString());
        System.out.println(table);
        System.err.println("every sample is in " + out.resolve(Session.SAMPLES));
    }

    /** {@return the rows with these names, all for none; nothing when one is unknown} */
    private static List<Row> chosen(List<String> names) {
        List<Row> rows = Rows.ALL.stream()
                .filter(row -> names.isEmpty() || names.contains(row.name()))
                .toList();
        return names.isEmpty() || rows.size() == names.size() ? rows : List.of();
    }
}
