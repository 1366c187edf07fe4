package dev.podregistry.cli.doctor;

import dev.podregistry.cli.shell.ExitCode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of looking at one subject.
 *
 * @param subject the subject, in one word
 * @param verdict how it stands
 * @param text what was found, in one line
 * @param advice what to do about it; null for nothing
 * @param code the exit code that it asks for
 * @param facts the same for programs
 */
record Finding(
        String subject,
        Verdict verdict,
        String text,
        @Nullable String advice,
        int code,
        Map<String, @Nullable Object> facts) {

    /** How a subject stands. */
    enum Verdict {
        /** As it should be. */
        OK,
        /** It works, but somebody should look at it. */
        WARN,
        /** A registry cannot work like this. */
        FAIL;

        /** {@return the word for people, who must not overlook the last} */
        String word() {
            return this == FAIL ? "FAIL" : lower();
        }

        String lower() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Finding {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    static Finding ok(String subject, String text) {
        return new Finding(subject, Verdict.OK, text, null, ExitCode.OK, Map.of());
    }

    static Finding warn(String subject, String text, @Nullable String advice) {
        return new Finding(subject, Verdict.WARN, text, advice, ExitCode.OK, Map.of());
    }

    static Finding fail(String subject, String text, @Nullable String advice) {
        return fail(subject, ExitCode.NEGATIVE, text, advice);
    }

    static Finding fail(String subject, int code, String text, @Nullable String advice) {
        return new Finding(subject, Verdict.FAIL, text, advice, code, Map.of());
    }

    /** {@return this with one more fact} */
    Finding with(String key, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(facts);
        more.put(key, value);
        return new Finding(subject, verdict, text, advice, code, more);
    }
}
