package dev.vigia.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.vigia.runtime.KafkaSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The shape of the code: who may use whom, and where no clock and no chance may be. */
class ArchitectureTest {

    private static final JavaClasses VIGIA = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.vigia");

    @Test
    void modules_dependInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("schemas")
                .definedBy("dev.vigia.schemas..")
                .layer("runtime")
                .definedBy("dev.vigia.runtime..")
                .layer("platform")
                .definedBy("dev.vigia.platform..")
                .layer("ingest")
                .definedBy("dev.vigia.ingest..")
                .layer("processors")
                .definedBy("dev.vigia.processors..")
                .layer("sinks")
                .definedBy("dev.vigia.sinks..")
                .layer("console")
                .definedBy("dev.vigia.console..")
                .layer("app")
                .definedBy("dev.vigia.app..")
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("console")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("sinks")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("processors")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("ingest")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("platform")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("runtime")
                .mayOnlyBeAccessedByLayers("ingest", "processors", "sinks", "console", "app")
                .whereLayer("schemas")
                .mayOnlyBeAccessedByLayers("runtime", "ingest", "processors", "sinks", "console", "app")
                .check(VIGIA);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("dev.vigia.(*).(*)..").should().beFreeOfCycles().check(VIGIA);
    }

    private static final List<String> TOPOLOGIES =
            List.of("normalize", "aggregate", "rollup", "control", "evaluate", "dispatch", "ledger", "watch");

    @Test
    void topologies_dontKnowEachOther() {
        for (String topology : TOPOLOGIES) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.vigia.processors." + topology + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(othersThan(topology))
                    .because("topologies meet in topics")
                    .check(VIGIA);
        }
    }

    private static String[] othersThan(String topology) {
        return TOPOLOGIES.stream()
                .filter(other -> !other.equals(topology))
                .map(other -> "dev.vigia.processors." + other + "..")
                .toArray(String[]::new);
    }

    /** The same log gives the same alerts: nothing in a fold may ask the time or toss a coin. */
    @Test
    void folds_haveNoClockAndNoChance() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.vigia.processors.evaluate..",
                        "dev.vigia.processors.dispatch..",
                        "dev.vigia.processors.ledger..",
                        "dev.vigia.processors.rollup..",
                        "dev.vigia.processors.oncall..",
                        "dev.vigia.processors.rules..",
                        "dev.vigia.processors.sketch..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Random.class, ThreadLocalRandom.class, UUID.class)
                .check(VIGIA);
    }

    /** A registry may ask who is there: its URL alone is not enough for a client. */
    @Test
    void registryClients_getAllSettingsOfTheRegistry() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(KafkaSettings.class, Standalone.class)
                .should()
                .callMethod(KafkaSettings.class, "schemaRegistryUrl")
                .check(VIGIA);
    }

    @Test
    void everyPackage_isNullMarked() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .and()
                .resideOutsideOfPackage("dev.vigia.schemas.avro")
                .should()
                .beAnnotatedWith(org.jspecify.annotations.NullMarked.class)
                .check(VIGIA);
    }
}
