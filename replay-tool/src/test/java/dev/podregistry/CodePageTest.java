package dev.podregistry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/code.md} and the decision records say of the code is so. */
final class CodePageTest {

    private static final Path DOCS = Path.of(System.getProperty("docs"));
    private static final Path PAGE = DOCS.resolve("code.md");
    private static final String NOTHING = "–";
    private static final String ANYTHING = "anything";

    private static final Pattern IN_CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern NAME_OF_TYPE = Pattern.compile("([A-Z]\\w*[a-z]\\w*)(?:\\.(\\w+))?");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum) ([A-Z]\\w*)");

    /** Of each simple name of a type, main or test, the names of its members where they are known. */
    private static final Map<String, Set<String>> TYPES = new HashMap<>();

    private static List<Path> sources;

    @BeforeAll
    static void readTheCode() throws IOException {
        try (Stream<Path> modules = Files.list(DOCS.resolve("..").normalize())) {
            sources = modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(CodePageTest::javaFiles)
                    .toList();
        }
        for (Path file : sources) {
            matches(TYPE, read(file)).forEach(found -> TYPES.putIfAbsent(found.group(1), new HashSet<>()));
        }
        ArchitectureTest.mainClasses().forEach(CodePageTest::addMembers);
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addMembers(JavaClass type) {
        Set<String> members = TYPES.computeIfAbsent(type.getSimpleName(), name -> new HashSet<>());
        type.getMembers().stream().map(JavaMember::getName).forEach(members::add);
        type.getEnclosingClass()
                .ifPresent(outer -> TYPES.computeIfAbsent(outer.getSimpleName(), name -> new HashSet<>())
                        .add(type.getSimpleName()));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> records = Files.list(DOCS.resolve("adr"))) {
            return Stream.concat(Stream.of(PAGE), records.sorted().toList().stream());
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyTypeAndMemberExists(Path page) {
        List<String> unknown = matches(IN_CODE, read(page))
                .map(found -> found.group(1))
                .filter(name -> NAME_OF_TYPE.matcher(name).matches() && !exists(name))
                .toList();
        assertEquals(List.of(), unknown);
    }

    private static boolean exists(String name) {
        String[] parts = name.split("\\.");
        Set<String> members = TYPES.get(parts[0]);
        return members != null && (parts.length == 1 || members.contains(parts[1]));
    }

    @Test
    void thePageNamesMuch() {
        long members = matches(IN_CODE, read(PAGE))
                .filter(found -> found.group(1).matches(NAME_OF_TYPE.pattern())
                        && found.group(1).contains("."))
                .count();
        assertTrue(members > 20, () -> members + " members");
        assertFalse(exists("NoSuchType"));
        assertFalse(exists("Decider.noSuchMethod"));
    }

    /** Each room of the table, and what it may use. */
    private static Map<String, String> rooms() {
        Map<String, String> rooms = new TreeMap<>();
        read(PAGE)
                .lines()
                .dropWhile(line -> !line.startsWith("| module | room |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split(" *\\| *"))
                .forEach(cells -> inCode(cells[2]).forEach(room -> rooms.put(room, cells[4])));
        return rooms;
    }

    private static List<String> inCode(String cell) {
        return matches(IN_CODE, cell).map(found -> found.group(1)).toList();
    }

    @Test
    void everyPackageIsARoom() {
        Pattern declared = Pattern.compile("(?m)^package " + Pattern.quote(ArchitectureTest.ROOT) + "\\.([\\w.]+);");
        Set<String> packages = sources.stream()
                .filter(file -> file.toString().contains("/src/main/"))
                .flatMap(file -> matches(declared, read(file)).map(found -> found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(packages, rooms().keySet());
    }

    @Test
    void eachRoomUsesWhatTheArchitectureAllows() {
        Map<String, String> allowed = new TreeMap<>();
        ArchitectureTest.PACKAGES.forEach((type, uses) -> allowed.put(
                type.getPackageName().substring(ArchitectureTest.ROOT.length() + 1),
                uses.isEmpty() ? NOTHING : uses.stream().sorted().toList().toString()));
        Map<String, String> said = rooms();
        said.values().removeIf(ANYTHING::equals);
        said.replaceAll((room, uses) -> uses.equals(NOTHING)
                ? uses
                : inCode(uses).stream().sorted().toList().toString());
        assertEquals(allowed, said);
    }

    @Test
    void everyLineOfCodeStandsInTheSources() {
        List<String> shown = new ArrayList<>();
        boolean isCode = false;
        for (String line : read(PAGE).lines().toList()) {
            boolean isFence = line.startsWith("```");
            if (isCode && !isFence) {
                shown.add(line.strip());
            }
            isCode = isFence ? line.equals("```java") : isCode;
        }
        Set<String> lines = sources.stream()
                .filter(file -> file.toString().contains("/src/main/"))
                .flatMap(file -> read(file).lines())
                .map(String::strip)
                .collect(Collectors.toSet());
        assertFalse(shown.isEmpty());
        shown.removeIf(lines::contains);
        assertEquals(List.of(), shown);
    }
}
