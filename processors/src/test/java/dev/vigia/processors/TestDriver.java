package dev.vigia.processors;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;

/** Runs topologies without Kafka, as strict with names as a {@link dev.vigia.processors.streams.StreamsPart} is. */
public final class TestDriver {

    private TestDriver() {}

    /** @param folder for the state */
    @SuppressWarnings("deprecation") // the setting goes once it is the only way
    public static TopologyTestDriver of(String applicationId, Path folder, Topology topology) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        return new TopologyTestDriver(topology, config);
    }
}
