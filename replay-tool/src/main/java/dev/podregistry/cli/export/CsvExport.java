package dev.podregistry.cli.export;

import dev.podregistry.audit.Moved;
import dev.podregistry.event.Recorded;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;

/**
 * A line of values for each event, as RFC 4180 has it but for the line feeds, after a line with the names of the columns.
 *
 * <p>What a name holds is data and is not changed, so a cell may begin with a character that makes a spreadsheet take it for
 * a formula. Such cells are counted.
 */
public final class CsvExport implements EventExport {

    private static final String FORMULA = "=+-@";

    private final CSVPrinter csv;
    private final UnaryOperator<String> printable;
    private long formulas;

    /**
     * Creates an export, and writes the names of the columns.
     *
     * @param out where to write; it stays open
     * @param printable makes text that others have chosen safe to look at
     */
    public CsvExport(Writer out, UnaryOperator<String> printable) throws IOException {
        String[] columns =
                Arrays.stream(CsvColumn.values()).map(CsvColumn::toString).toArray(String[]::new);
        this.csv = CSVFormat.RFC4180
                .builder()
                .setRecordSeparator('\n')
                .setQuoteMode(QuoteMode.MINIMAL)
                .setHeader(columns)
                .get()
                .print(out);
        this.printable = printable;
    }

    @Override
    public void event(Recorded event, Moved moved, boolean selected) throws IOException {
        if (!selected) {
            return;
        }
        CsvRow row = CsvRow.of(event, printable);
        List<String> cells = new ArrayList<>();
        for (CsvColumn column : CsvColumn.values()) {
            String cell = row.get(column);
            formulas += !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0 ? 1 : 0;
            cells.add(cell);
        }
        csv.printRecord(cells);
    }

    @Override
    public void end(Extent extent) throws IOException {
        csv.flush();
    }

    /** {@return how many cells a spreadsheet could take for a formula} */
    public long formulas() {
        return formulas;
    }
}
