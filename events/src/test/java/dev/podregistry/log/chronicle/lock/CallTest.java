package dev.podregistry.log.chronicle.lock;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever a call throws reaches the thread that made it, and no other. */
final class CallTest {

    /** Throws anything, as code in other languages of the JVM can. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable anything) throws T {
        throw (T) anything;
    }

    @Test
    void whatIsThrownIsToldByTheOutcome() {
        for (Throwable thrown :
                List.of(new IllegalArgumentException("a"), new AssertionError("b"), new IOException("c"))) {
            Call<String> call = new Call<>(held -> {
                CallTest.<RuntimeException>raise(thrown);
                return "";
            });
            call.run(null);
            Throwable told = assertThrows(Throwable.class, call::outcome);
            assertSame(thrown, told instanceof UndeclaredThrowableException undeclared ? undeclared.getCause() : told);
        }
    }

    @Test
    void anAnswerIsTheOutcome() {
        Call<String> call = new Call<>(held -> "answer");
        assertThrows(IllegalStateException.class, call::outcome);
        call.run(null);
        assertSame("answer", call.outcome());
    }
}
