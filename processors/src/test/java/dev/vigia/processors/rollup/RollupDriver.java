package dev.vigia.processors.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.TestRegistry;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Rollup;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.BytesDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;

/** The topology of {@code rollup}, which can be started anew. */
public final class RollupDriver implements AutoCloseable {

    private static final String APPLICATION = "rollup-test";

    private final Path dir;
    private final TestRegistry server;
    private final RegistryClient registry;
    private TopologyTestDriver driver;
    private TestOutputTopic<String, Rollup> rollups;
    private int starts;

    /** @param dir for the state */
    public RollupDriver(Path dir) throws IOException {
        this.dir = dir;
        this.server = new TestRegistry();
        this.registry = server.client();
        this.driver = start();
        this.rollups = output();
    }

    private TopologyTestDriver start() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        config.put(StreamsConfig.STATE_DIR_CONFIG, dir.resolve("" + starts++).toString());
        Topics topics = Topics.of("", 1, 1);
        return new TopologyTestDriver(
                new RollupTopology(topics, registry, new SimpleMeterRegistry()).build(), config, Instant.EPOCH);
    }

    private TestOutputTopic<String, Rollup> output() {
        return driver.createOutputTopic(
                "rollups", new StringDeserializer(), new AvroDeserializer<>(registry, Rollup.class));
    }

    public void send(Frame frame) {
        driver.createInputTopic("deltas", new ByteArraySerializer(), new AvroSerializer<Frame>(registry))
                .pipeInput(frame);
    }

    public TestOutputTopic<String, Rollup> rollups() {
        return rollups;
    }

    /** Begins again elsewhere, with what the changelog has. */
    public void restart() {
        Map<Bytes, byte[]> logged = new HashMap<>();
        driver.createOutputTopic(
                        APPLICATION + "-" + RollupTopology.STORE + "-changelog",
                        new BytesDeserializer(),
                        new ByteArrayDeserializer())
                .readKeyValuesToList()
                .forEach(change -> {
                    if (change.value == null) logged.remove(change.key);
                    else logged.put(change.key, change.value);
                });
        assertThat(text(logged)).isEqualTo(text(entries()));
        driver.close();
        driver = start();
        rollups = output();
        logged.forEach(store()::put);
    }

    void advanceClock(Duration duration) {
        driver.advanceWallClockTime(duration);
    }

    Map<Bytes, byte[]> entries() {
        Map<Bytes, byte[]> entries = new HashMap<>();
        try (var all = store().all()) {
            all.forEachRemaining(entry -> entries.put(entry.key, entry.value));
        }
        return entries;
    }

    private static Map<Bytes, String> text(Map<Bytes, byte[]> entries) {
        Map<Bytes, String> text = new HashMap<>();
        entries.forEach((key, value) -> text.put(key, HexFormat.of().formatHex(value)));
        return text;
    }

    private KeyValueStore<Bytes, byte[]> store() {
        return driver.getKeyValueStore(RollupTopology.STORE);
    }

    @Override
    public void close() {
        driver.close();
        server.close();
    }
}
