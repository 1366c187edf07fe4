package dev.podregistry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasParameterTypes;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Forbids whatever asks the machine for its language: each of these methods has a form that takes a locale. */
final class LanguageRule {

    private static final Set<String> FORMATS = Set.of("format", "formatted", "printf", "toLowerCase", "toUpperCase");

    /** Methods, or constructors as {@code <init>}, of classes that are not about text of programs in the first place. */
    private static final Map<String, Set<String>> MORE = Map.of(
            "java.util.Locale", Set.of("getDefault"),
            "java.util.Formatter", Set.of("<init>"),
            "java.util.Scanner", Set.of("<init>"),
            "java.util.Calendar", Set.of("getInstance"),
            "java.text.MessageFormat", Set.of("<init>", "format"),
            "java.text.SimpleDateFormat", Set.of("<init>"),
            "java.text.DecimalFormat", Set.of("<init>"),
            "java.text.DecimalFormatSymbols", Set.of("<init>", "getInstance"),
            "java.time.format.DateTimeFormatter", Set.of("ofPattern", "ofLocalizedDate", "ofLocalizedTime"),
            "java.time.format.DateTimeFormatterBuilder", Set.of("toFormatter"));

    private static final List<String> GETTERS_OF_TEXT =
            List.of("java.text.NumberFormat", "java.text.DateFormat", "java.text.Collator", "java.text.BreakIterator");

    static final ArchRule RULE = noClasses()
            .should()
            .accessTargetWhere(new DescribedPredicate<JavaAccess<?>>("the target asks for the machine's language") {
                @Override
                public boolean test(JavaAccess<?> access) {
                    return asks(access);
                }
            });

    private LanguageRule() {}

    private static boolean asks(JavaAccess<?> access) {
        if (!(access.getTarget() instanceof HasParameterTypes target) || takesLocale(target)) {
            return false;
        }
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        return (FORMATS.contains(name) && isText(access.getTargetOwner()))
                || MORE.getOrDefault(owner, Set.of()).contains(name)
                || (GETTERS_OF_TEXT.contains(owner) && name.startsWith("get") && name.endsWith("Instance"));
    }

    private static boolean takesLocale(HasParameterTypes target) {
        return target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Locale.class));
    }

    private static boolean isText(JavaClass owner) {
        return owner.isEquivalentTo(String.class)
                || owner.isAssignableTo(java.io.PrintStream.class)
                || owner.isAssignableTo(java.io.PrintWriter.class)
                || owner.isEquivalentTo(java.io.Console.class);
    }
}
