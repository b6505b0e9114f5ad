package dev.vigia.processors.aggregate;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.serde.RegistryClient;
import java.time.Clock;
import java.util.List;

/** What every session works with. */
record Environment(KafkaSettings kafka, AggregateSettings settings, RegistryClient registry, Clock clock) {

    Topics topics() {
        return kafka.topics();
    }

    /** Names of the topics that are folded. */
    List<String> inputs() {
        return topics().aggregated().stream().map(Topic::name).toList();
    }
}
