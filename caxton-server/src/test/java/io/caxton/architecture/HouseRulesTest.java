package io.caxton.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom, as the table in docs/ARCHITECTURE.md says, and what the pure module may not touch. */
class HouseRulesTest {
    private static final String[] EVERYWHERE = {
        "java..", "org.jspecify..", "org.slf4j..", "tools.jackson..", "com.fasterxml.jackson.annotation.."
    };

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static JavaClasses house;

    @BeforeAll
    static void readTheHouse() {
        house = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                // The core's test fixtures, which other modules use, come as a jar of their own.
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("io.caxton");
        assertThat(List.of("swim", "simulation", "core", "state", "state.tck", "state.sqlite", "spring", "server"))
                .allSatisfy(room -> assertThat(house.that(resideInAPackage("io.caxton." + room + "..")))
                        .as("classes of " + room)
                        .isNotEmpty());
    }

    @Test
    void swimKnowsOnlyItselfAndFromTheInsideOut() {
        mayKnow("io.caxton.swim", "io.caxton.swim");
        mayKnow("io.caxton.swim.wire..", "io.caxton.swim", "io.caxton.swim.wire..", "javax.crypto..");
        mayKnow(
                "io.caxton.swim.net..",
                "io.caxton.swim",
                "io.caxton.swim.wire..",
                "io.caxton.swim.net..",
                "javax.naming..");
        mayKnow("io.caxton.swim.serf..", "io.caxton.swim..");
        mayKnow(
                "io.caxton.simulation..",
                "io.caxton.simulation..",
                "io.caxton.swim",
                "io.caxton.swim.wire..",
                "io.caxton.core..");
    }

    @Test
    void coreKnowsOnlyItself() {
        mayKnow("io.caxton.core..", "io.caxton.core..");
    }

    @Test
    void theStateToolApiKnowsOnlyItself() {
        classes()
                .that()
                .resideInAPackage("io.caxton.state")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(plus("io.caxton.state"))
                .check(house);
    }

    @Test
    void theContractKitKnowsTheApiAndItsTestLibraries() {
        mayKnow(
                "io.caxton.state.tck..",
                "io.caxton.state",
                "io.caxton.state.tck..",
                "org.junit..",
                "org.assertj..",
                "org.opentest4j..",
                "org.apiguardian..");
    }

    @Test
    void theSqliteBackendKnowsTheApiAndItsDriver() {
        mayKnow(
                "io.caxton.state.sqlite..",
                "io.caxton.state",
                "io.caxton.state.sqlite..",
                "org.sqlite..",
                "javax.sql..");
    }

    @Test
    void theStarterDoesNotKnowTheServerNorTheKit() {
        noClasses()
                .that()
                .resideInAPackage("io.caxton.spring..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.caxton.server..", "io.caxton.state.tck..")
                .check(house);
    }

    @Test
    void theServerReachesStoresOnlyThroughTheStarter() {
        noClasses()
                .that()
                .resideInAPackage("io.caxton.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.caxton.state.sqlite..",
                        "io.caxton.state.tck..",
                        "io.caxton.spring.localstate..",
                        "java.sql..",
                        "org.sqlite..",
                        "org.flywaydb..")
                .check(house);
    }

    @Test
    void pureRoomsTakeTimeChanceAndInputFromTheirCallers() {
        noClasses()
                .that()
                .resideInAnyPackage("io.caxton.core..", "io.caxton.swim", "io.caxton.swim.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..", "java.nio.file..", "java.nio.channels..", "org.springframework..", "java.sql..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(
                        Thread.class,
                        ThreadLocalRandom.class,
                        Clock.class,
                        InstantSource.class,
                        Random.class,
                        Path.class)
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.io\\.(File|RandomAccessFile).*|java\\.util\\.concurrent\\.(Executor.*|ForkJoin.*|Scheduled.*|Timer.*)|java\\.util\\.Timer.*")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Collections.class, "shuffle", List.class)
                .check(house);
    }

    @Test
    void thePackagesOfARoomHaveNoCycles() {
        slices().matching("io.caxton.core.(*)..").should().beFreeOfCycles().check(house);
        slices().matching("io.caxton.spring.(*)..").should().beFreeOfCycles().check(house);
        slices().matching("io.caxton.server.(*)..").should().beFreeOfCycles().check(house);
    }

    @Test
    void everyPackageSaysThatItsReferencesAreNotNull() {
        assertThat(house.stream()
                        .map(c -> c.getPackage())
                        .distinct()
                        .filter(p -> p.getClasses().size() > 0)
                        .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                        .map(p -> p.getName()))
                .isEmpty();
    }

    private static void mayKnow(String room, String... others) {
        classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(plus(others))
                .check(house);
    }

    private static String[] plus(String... others) {
        String[] all = Arrays.copyOf(EVERYWHERE, EVERYWHERE.length + others.length);
        System.arraycopy(others, 0, all, EVERYWHERE.length, others.length);
        return all;
    }
}
