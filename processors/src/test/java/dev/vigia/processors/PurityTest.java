package dev.vigia.processors;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The folds know no clock, no chance and no Kafka Streams: another JVM has to get the same bytes out of the same log. */
class PurityTest {

    private static final JavaClasses FOLDS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(
                    "dev.vigia.processors.evaluate",
                    "dev.vigia.processors.dispatch",
                    "dev.vigia.processors.ledger",
                    "dev.vigia.processors.oncall",
                    "dev.vigia.processors.state");

    @Test
    void folds_haveNoClockAndNoChance() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .check(FOLDS);
    }

    @Test
    void folds_doNotKnowKafkaStreams() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Topology")
                .and()
                .haveSimpleNameNotEndingWith("Processor")
                .and()
                .haveSimpleNameNotStartingWith("Streams")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.streams..")
                .check(FOLDS);
    }
}
