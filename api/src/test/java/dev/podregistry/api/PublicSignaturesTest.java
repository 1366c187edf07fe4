package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds what callers can see of {@code api} and {@code model} against a text: a change of the public surface is a change
 * of {@code public-signatures.txt}, seen in review.
 */
final class PublicSignaturesTest {

    private static final String EXPECTED = "/dev/podregistry/api/public-signatures.txt";

    @Test
    void theyStandInAText() throws Exception {
        List<String> found = new ArrayList<>();
        for (Class<?> one : List.of(PodRegistry.class, dev.podregistry.model.PodName.class)) {
            for (Class<?> type : publicTypes(one)) {
                found.add(heading(type));
                members(type).forEach(member -> found.add("    " + member));
            }
        }
        Path written = Path.of("target", "public-signatures.txt");
        Files.write(written, found);
        assertEquals(
                expected(),
                String.join("\n", found) + "\n",
                "the public surface has changed; if it should, copy " + written.toAbsolutePath()
                        + " to src/test/resources" + EXPECTED);
    }

    /** A caller imports {@code api} and {@code model}; who brings a log of its own, the port that it implements. */
    @Test
    void nothingBehindTheDoorIsSeen() throws IOException {
        List<String> others = Pattern.compile("dev\\.podregistry\\.[a-z.]+[A-Z]\\w*")
                .matcher(expected())
                .results()
                .map(MatchResult::group)
                .filter(type -> !type.matches("dev\\.podregistry\\.(api|model)\\.[A-Z]\\w*"))
                .distinct()
                .toList();
        assertEquals(List.of("dev.podregistry.log.EventLog"), others);
    }

    private static String expected() throws IOException {
        try (var text = PublicSignaturesTest.class.getResourceAsStream(EXPECTED)) {
            return text == null ? "" : new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Class<?>> publicTypes(Class<?> one) throws IOException, URISyntaxException {
        URL place = one.getProtectionDomain().getCodeSource().getLocation();
        String folder = one.getPackageName().replace('.', '/');
        Path root = Path.of(place.toURI());
        if (Files.isDirectory(root)) {
            return publicTypes(root.resolve(folder), one.getPackageName());
        }
        try (var jar = java.nio.file.FileSystems.newFileSystem(root)) {
            return publicTypes(jar.getPath(folder), one.getPackageName());
        }
    }

    private static List<Class<?>> publicTypes(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
                    .sorted()
                    .<Class<?>>map(file -> load(name + "." + file.substring(0, file.length() - ".class".length())))
                    .filter(PublicSignaturesTest::isVisible)
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicSignaturesTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isVisible(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }

    private static String heading(Class<?> type) {
        Stream<Type> above = Stream.concat(
                Stream.ofNullable(type.getGenericSuperclass()), Arrays.stream(type.getGenericInterfaces()));
        // Newer JDKs name "sealed" themselves, and older ones "strictfp".
        return (type.isSealed() ? "sealed " : "")
                + type.toGenericString().replaceAll("\\b(strictfp|non-sealed|sealed) ", "")
                + above.map(Type::getTypeName)
                        .filter(name -> !name.equals("java.lang.Object"))
                        .collect(Collectors.joining(", ", " : ", ""));
    }

    private static List<String> members(Class<?> type) {
        Stream<String> fields = Arrays.stream(type.getDeclaredFields())
                .filter(field -> Modifier.isPublic(field.getModifiers()))
                .map(Field::toGenericString);
        Stream<String> callables = Stream.<Executable>concat(
                        Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))
                .filter(callable -> (callable.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0)
                .filter(callable -> !callable.isSynthetic() && !isOfEveryObject(callable))
                .map(Executable::toGenericString);
        return Stream.concat(fields, callables).sorted().toList();
    }

    /** Says what every object, record or enum has. */
    private static boolean isOfEveryObject(Executable callable) {
        return callable instanceof Method method
                && List.of("equals", "hashCode", "toString", "values", "valueOf")
                        .contains(method.getName());
    }
}
