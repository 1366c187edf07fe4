package dev.podregistry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.NumberFormat;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The rule sees each way to ask, and lets pass what does not. */
final class LanguageRuleTest {

    /** Asks in eleven ways, one of them by a reference. */
    static final class Asking {

        private Asking() {}

        static List<Object> asks(PrintStream stream, PrintWriter writer) {
            UnaryOperator<String> lower = String::toLowerCase;
            stream.printf("%d", 1);
            writer.format("%d", 1);
            return List.of(
                    lower,
                    String.format("%d", 1),
                    "%d".formatted(1),
                    "I".toUpperCase(),
                    Locale.getDefault(),
                    new Formatter(),
                    NumberFormat.getIntegerInstance(),
                    DateTimeFormatter.ofPattern("yyyy"),
                    new DateTimeFormatterBuilder().toFormatter());
        }
    }

    /** Names a locale wherever it can. */
    static final class Naming {

        private Naming() {}

        static List<Object> names(PrintStream stream) {
            stream.printf(Locale.ROOT, "%d", 1);
            return List.of(
                    String.format(Locale.ROOT, "%d", 1),
                    String.valueOf(1),
                    "I".toLowerCase(Locale.ROOT),
                    Character.toLowerCase('I'),
                    DateTimeFormatter.ofPattern("yyyy", Locale.ROOT),
                    DateTimeFormatter.BASIC_ISO_DATE,
                    String.CASE_INSENSITIVE_ORDER);
        }
    }

    @Test
    void eachWayToAskIsSeen() {
        assertEquals(11, violations(Asking.class));
    }

    @Test
    void whatNamesItsLocaleMayPass() {
        assertEquals(0, violations(Naming.class));
    }

    private static int violations(Class<?> type) {
        EvaluationResult result = LanguageRule.RULE.evaluate(new ClassFileImporter().importClasses(type));
        return result.getFailureReport().getDetails().size();
    }
}
