package dev.podregistry;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.podregistry.api.Liveness;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.audit.Replay;
import dev.podregistry.cli.Main;
import dev.podregistry.cli.ask.WhoCommand;
import dev.podregistry.cli.demo.DemoCommand;
import dev.podregistry.cli.doctor.DoctorCommand;
import dev.podregistry.cli.export.EventExport;
import dev.podregistry.cli.help.HelpCommand;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.json.PodsJson;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.report.Page;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.terminal.Terminal;
import dev.podregistry.cli.text.EventText;
import dev.podregistry.cli.write.ImportCommand;
import dev.podregistry.decide.Decider;
import dev.podregistry.event.Event;
import dev.podregistry.log.LogReader;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.LogBackup;
import dev.podregistry.log.chronicle.LogFoundation;
import dev.podregistry.log.chronicle.LogRepair;
import dev.podregistry.log.chronicle.LogRestore;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.log.chronicle.doctor.LogDoctor;
import dev.podregistry.log.chronicle.lock.RegistryLock;
import dev.podregistry.log.chronicle.queue.Tail;
import dev.podregistry.log.chronicle.raw.RawLog;
import dev.podregistry.log.chronicle.recovery.Recovery;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.log.place.NewFiles;
import dev.podregistry.model.PodName;
import dev.podregistry.model.UnusableRegistryException;
import dev.podregistry.path.FileSystemPaths;
import dev.podregistry.table.AllocationTable;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which package may use which: imports point up the flow of the data, and each library has one room. */
class ArchitectureTest {

    static final String ROOT = "dev.podregistry";

    /** One class of each package, and which packages it may use besides itself. */
    static final Map<Class<?>, List<String>> PACKAGES = Map.ofEntries(
            Map.entry(PodName.class, List.of()),
            Map.entry(Event.class, List.of("model")),
            Map.entry(LogReader.class, List.of("event", "model")),
            Map.entry(EventCodec.class, List.of("event", "model")),
            Map.entry(NewFiles.class, List.of("model")),
            Map.entry(Queues.class, List.of("log", "log.file", "log.json", "log.place", "event", "model")),
            Map.entry(RegistryLock.class, List.of("log.chronicle.disk", "log.place", "model")),
            Map.entry(
                    RawLog.class,
                    List.of("log.chronicle.disk", "log", "log.file", "log.json", "log.place", "event", "model")),
            Map.entry(
                    Tail.class,
                    List.of(
                            "log.chronicle.raw",
                            "log.chronicle.lock",
                            "log.chronicle.disk",
                            "log",
                            "log.file",
                            "log.json",
                            "log.place",
                            "event",
                            "model")),
            Map.entry(
                    Recovery.class,
                    List.of(
                            "log.chronicle.queue",
                            "log.chronicle.raw",
                            "log.chronicle.lock",
                            "log.chronicle.disk",
                            "log",
                            "log.file",
                            "log.place",
                            "event",
                            "model")),
            Map.entry(
                    ChronicleLog.class,
                    List.of(
                            "log.chronicle.recovery",
                            "log.chronicle.queue",
                            "log.chronicle.raw",
                            "log.chronicle.lock",
                            "log.chronicle.disk",
                            "log",
                            "log.file",
                            "log.json",
                            "log.place",
                            "event",
                            "model")),
            Map.entry(
                    LogDoctor.class,
                    List.of(
                            "log.chronicle.recovery",
                            "log.chronicle.queue",
                            "log.chronicle.raw",
                            "log.chronicle.lock",
                            "log.chronicle.disk",
                            "log",
                            "log.file",
                            "log.json",
                            "log.place",
                            "event",
                            "model")),
            Map.entry(AllocationTable.class, List.of("event", "model")),
            Map.entry(Decider.class, List.of("table", "event", "model")),
            Map.entry(SnapshotFiles.class, List.of("log", "log.json", "log.place", "event", "model")),
            Map.entry(FileSystemPaths.class, List.of("log.place", "model")),
            Map.entry(
                    PodRegistry.class,
                    List.of(
                            "path",
                            "decide",
                            "table",
                            "log",
                            "log.chronicle",
                            "log.file",
                            "log.place",
                            "event",
                            "model")),
            Map.entry(Replay.class, List.of("decide", "table", "event", "model")),
            Map.entry(
                    PodsJson.class,
                    List.of("audit", "decide", "table", "log", "log.json", "log.chronicle", "event", "model")),
            Map.entry(EventExport.class, List.of("cli.json", "audit", "event", "model")),
            Map.entry(Page.class, List.of("cli.json", "audit", "table", "event", "model")),
            Map.entry(
                    WhoCommand.class,
                    List.of(
                            "cli.export",
                            "cli.history",
                            "cli.json",
                            "cli.option",
                            "cli.report",
                            "cli.shell",
                            "cli.terminal",
                            "cli.text",
                            "path",
                            "audit",
                            "decide",
                            "table",
                            "log",
                            "log.file",
                            "event",
                            "model")),
            Map.entry(
                    ImportCommand.class,
                    List.of(
                            "cli.history",
                            "cli.json",
                            "cli.option",
                            "cli.shell",
                            "api",
                            "audit",
                            "decide",
                            "table",
                            "log",
                            "log.chronicle",
                            "log.file",
                            "event",
                            "model")),
            Map.entry(
                    DoctorCommand.class,
                    List.of(
                            "cli.history",
                            "cli.json",
                            "cli.option",
                            "cli.shell",
                            "cli.terminal",
                            "audit",
                            "table",
                            "log",
                            "log.chronicle",
                            "log.chronicle.doctor",
                            "log.file",
                            "log.place",
                            "event",
                            "model")),
            Map.entry(
                    DemoCommand.class,
                    List.of("cli.option", "cli.shell", "cli.terminal", "api", "log.chronicle.doctor", "model")),
            Map.entry(
                    HelpCommand.class,
                    List.of("cli.history", "cli.option", "cli.shell", "cli.text", "audit", "log", "event", "model")),
            Map.entry(
                    RegistryOption.class,
                    List.of("cli.history", "cli.json", "cli.shell", "cli.text", "path", "audit", "log.place", "model")),
            Map.entry(
                    History.class,
                    List.of(
                            "cli.shell",
                            "cli.terminal",
                            "cli.text",
                            "api",
                            "audit",
                            "table",
                            "log",
                            "log.chronicle.doctor",
                            "event",
                            "model")),
            Map.entry(EventText.class, List.of("cli.shell", "audit", "event", "model")),
            Map.entry(
                    Shell.class,
                    List.of(
                            "cli.terminal",
                            "audit",
                            "log",
                            "log.chronicle",
                            "log.file",
                            "log.place",
                            "event",
                            "model")),
            Map.entry(Terminal.class, List.of()),
            Map.entry(
                    Main.class,
                    List.of(
                            "cli.ask",
                            "cli.demo",
                            "cli.doctor",
                            "cli.help",
                            "cli.option",
                            "cli.shell",
                            "cli.terminal",
                            "cli.text",
                            "cli.write",
                            "api",
                            "audit",
                            "table",
                            "log",
                            "log.place",
                            "model")));

    /** From the door down: each uses rooms of the floors below. */
    private static final List<List<String>> FLOORS_OF_THE_COMMAND_LINE = List.of(
            List.of("cli"),
            List.of("cli.ask", "cli.demo", "cli.doctor", "cli.help", "cli.write"),
            List.of("cli.export", "cli.option", "cli.report"),
            List.of("cli.history", "cli.json"),
            List.of("cli.text"),
            List.of("cli.shell"),
            List.of("cli.terminal"));

    private static JavaClasses all;

    @BeforeAll
    static void readTheClasses() {
        all = mainClasses();
    }

    static JavaClasses mainClasses() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
                .importPackages(ROOT);
    }

    @Test
    void everyPackageWasSeenAndHasARule() {
        List<String> seen =
                all.stream().map(JavaClass::getPackageName).distinct().sorted().toList();
        List<String> ruled =
                PACKAGES.keySet().stream().map(Class::getPackageName).sorted().toList();
        assertTrue(seen.equals(ruled), () -> "seen " + seen + ", ruled " + ruled);
        PACKAGES.keySet().forEach(type -> assertTrue(all.contain(type), type::getName));
        assertTrue(all.size() > 200, () -> all.size() + " classes");
    }

    @TestFactory
    Stream<DynamicTest> importsPointUpTheFlowOfTheData() {
        return PACKAGES.entrySet().stream().map(entry -> {
            String own = entry.getKey().getPackageName();
            List<String> allowed = new ArrayList<>(List.of(own));
            entry.getValue().forEach(name -> allowed.add(ROOT + "." + name));
            ArchRule rule = classes()
                    .that()
                    .resideInAPackage(own)
                    .should()
                    .onlyDependOnClassesThat(
                            not(resideInAPackage(ROOT + "..")).or(resideInAnyPackage(allowed.toArray(String[]::new))));
            return DynamicTest.dynamicTest(own, () -> rule.check(all));
        });
    }

    /**
     * Jackson belongs to the codec of events. The JSON that the command line prints and reads has a room of its own, so
     * that its shapes can change without touching what is on disk.
     */
    @Test
    void jacksonLivesInTheCodecAndInTheJsonOfTheCommandLine() {
        livesOnlyIn("com.fasterxml..", ROOT + ".log.json", ROOT + ".cli.json");
    }

    @Test
    void chronicleLivesInItsLog() {
        livesOnlyIn("net.openhft..", ROOT + ".log.chronicle..");
    }

    @Test
    void vavrLivesInTheProjection() {
        livesOnlyIn("io.vavr..", ROOT + ".table", ROOT + ".decide");
    }

    @Test
    void picocliLivesInTheCommandLine() {
        livesOnlyIn(
                "picocli..",
                ROOT + ".cli",
                ROOT + ".cli.ask",
                ROOT + ".cli.demo",
                ROOT + ".cli.doctor",
                ROOT + ".cli.help",
                ROOT + ".cli.option",
                ROOT + ".cli.write");
    }

    @Test
    void theLibrariesOfTheExportsLiveThere() {
        livesOnlyIn("org.apache.commons.csv..", ROOT + ".cli.export");
        livesOnlyIn("io.cloudevents..", ROOT + ".cli.export");
    }

    private static void livesOnlyIn(String library, String... packages) {
        assertTrue(
                all.stream()
                        .filter(resideInAnyPackage(packages))
                        .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                        .anyMatch(d -> resideInAPackage(library).test(d.getTargetClass())),
                "nobody uses " + library);
        noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(all);
    }

    @Test
    void libraryPackagesUseNothingElse() {
        useNothingBut(
                List.of("java..", "org.jspecify.."), ROOT + ".model", ROOT + ".event", ROOT + ".log", ROOT + ".audit");
        useNothingBut(List.of("java..", "org.jspecify..", "io.vavr.."), ROOT + ".table", ROOT + ".decide");
    }

    private static void useNothingBut(List<String> libraries, String... packages) {
        List<String> allowed = new ArrayList<>(libraries);
        allowed.add(ROOT + "..");
        classes()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new))
                .check(all);
    }

    /** Time, files, chance and the environment come in as arguments, so that a decision can be made again. */
    @Test
    void decisionsAndTablesKnowNoWorld() {
        DescribedPredicate<JavaClass> world = resideInAnyPackage("java.io..", "java.nio..", "java.net..")
                .or(belongToAnyOf(
                        java.time.Clock.class,
                        java.time.InstantSource.class,
                        java.util.Random.class,
                        java.util.concurrent.ThreadLocalRandom.class,
                        java.security.SecureRandom.class,
                        ProcessHandle.class,
                        Process.class,
                        Runtime.class,
                        Thread.class));
        String[] pure = {ROOT + ".table", ROOT + ".decide", ROOT + ".audit", ROOT + ".event", ROOT + ".model"};
        noClasses()
                .that()
                .resideInAnyPackage(pure)
                .and()
                .areNotAssignableTo(Throwable.class)
                .should()
                .dependOnClassesThat(world.and(not(belongToAnyOf(
                        java.io.Serializable.class,
                        java.nio.charset.StandardCharsets.class,
                        java.nio.charset.Charset.class))))
                .check(all);
        for (String method : List.of("now", "getenv", "getProperty", "currentTimeMillis", "nanoTime", "randomUUID")) {
            noClasses()
                    .that()
                    .resideInAnyPackage(ROOT + ".table", ROOT + ".decide", ROOT + ".audit", ROOT + ".event")
                    .should()
                    .callMethodWhere(new DescribedPredicate<>("calls " + method) {
                        @Override
                        public boolean test(com.tngtech.archunit.core.domain.JavaMethodCall call) {
                            return call.getTarget().getName().equals(method)
                                    && call.getTargetOwner().getPackageName().startsWith("java.");
                        }
                    })
                    .check(all);
        }
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(all);
    }

    @Test
    void roomsOfTheCommandLineUseRoomsBelowThem() {
        List<String> upTo = new ArrayList<>();
        for (List<String> floor : FLOORS_OF_THE_COMMAND_LINE) {
            floor.forEach(room -> upTo.add(ROOT + "." + room));
            for (String room : floor) {
                String own = ROOT + "." + room;
                String[] others =
                        upTo.stream().filter(each -> !each.equals(own)).toArray(String[]::new);
                noClasses()
                        .that()
                        .resideInAPackage(own)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(others)
                        .check(all);
            }
        }
        List<String> seen = all.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT + ".cli"))
                .distinct()
                .sorted()
                .toList();
        assertEquals(seen, upTo.stream().sorted().toList());
    }

    /** Whoever only reads must not be able to write: of the API it may ask whether processes live, and what went wrong. */
    @Test
    void onlyCommandsThatWriteUseWhatWrites() {
        DescribedPredicate<JavaClass> api = resideInAPackage(ROOT + ".api")
                .and(not(belongToAnyOf(Liveness.class, UnusableRegistryException.class)));
        DescribedPredicate<JavaClass> log = equivalentTo(ChronicleLog.class)
                .or(equivalentTo(LogBackup.class))
                .or(equivalentTo(LogFoundation.class))
                .or(equivalentTo(LogRepair.class))
                .or(equivalentTo(LogRestore.class));
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".cli..")
                .and()
                .resideOutsideOfPackages(ROOT + ".cli.write", ROOT + ".cli.demo")
                .should()
                .dependOnClassesThat(api.or(log))
                .check(all);
    }

    @Test
    void theCommandLineShowsNothingButItsEntry() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".cli")
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("Main")
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .notBePublic()
                .check(all);
    }

    /** What is written for programs, names of files above all, is the same on every machine; {@code Locale.ROOT} says so. */
    @Test
    void nothingDependsOnTheLanguageOfTheMachine() {
        LanguageRule.RULE.check(all);
    }

    @Test
    void everyPackageIsNullMarked() {
        for (Class<?> type : PACKAGES.keySet()) {
            boolean marked = Stream.of(type.getPackage().getAnnotations())
                    .map(Annotation::annotationType)
                    .anyMatch(a -> a.getName().equals("org.jspecify.annotations.NullMarked"));
            assertTrue(marked, type::getPackageName);
        }
    }

    @Test
    void classesAreFinalUnlessTheyAreMadeToBeExtended() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .and()
                .areNotAnonymousClasses()
                .and()
                .areNotNestedClasses()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(all);
    }
}
