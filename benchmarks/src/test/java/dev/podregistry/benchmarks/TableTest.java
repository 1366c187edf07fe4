package dev.podregistry.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void aLineTellsByHowMuchItsTargetIsMissed() {
        Target atMost = Target.atMost(6);
        assertEquals("met", atMost.verdict(6));
        assertEquals("missed 1.50-fold", atMost.verdict(9));
        Target atLeast = Target.atLeast(10);
        assertEquals("met", atLeast.verdict(10.1));
        assertEquals("missed 2.00-fold", atLeast.verdict(5));
        assertEquals("", Target.NONE.verdict(1e9));
    }

    @Test
    void aFigureIsShownInAUnitThatFits() {
        assertEquals("999 ns", new Figure(999, Unit.NANOS).toString());
        assertEquals("1.00 µs", new Figure(1_000, Unit.NANOS).toString());
        assertEquals("12.3 ms", new Figure(12_345_678, Unit.NANOS).toString());
        assertEquals("2.00 KiB", new Figure(2_048, Unit.BYTES).toString());
        assertEquals("1,234,567/s", new Figure(1_234_567, Unit.PER_SECOND).toString());
    }

    @Test
    void columnsLineUp() {
        Table table = new Table();
        table.add(List.of(
                Line.alone("a", new Figure(2, Unit.NANOS), Target.NONE),
                new Line(
                        "longer",
                        new Figure(3_000, Unit.NANOS),
                        "b",
                        new Figure(1, Unit.NANOS),
                        3_000.0,
                        Target.atMost(2))));
        assertEquals("""
                | what   | ours    | beside | theirs  | ratio   | target   |                     |
                |--------|---------|--------|---------|---------|----------|---------------------|
                | a      | 2.00 ns |        |         |         |          |                     |
                | longer | 3.00 µs | b      | 1.00 ns | 3,000 × | ≤ 2.00 × | missed 1,500.00-fold |
                """.replace("| missed 1,500.00-fold |", "| missed 1500.00-fold |"), table.toString());
    }
}
