package dev.vigia.processors.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.runtime.Health;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsPartTest {

    @TempDir
    Path dir;

    @Test
    void config_isExactlyOnceAndStatic() {
        KafkaSettings kafka = new KafkaSettings(
                "localhost:1", "http://localhost:1", "x.", 1, 1, (short) 3, Map.of("client.rack", "r"));

        var config = new StreamsConfig(part(kafka, dir).config(dir));

        assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
        assertThat(config.getString("application.id")).isEqualTo("x.vigia-test");
        assertThat(config.getInt("replication.factor")).isEqualTo(3);
        assertThat(config.getLong("commit.interval.ms")).isEqualTo(100);
        var consumer = config.getMainConsumerConfigs("g", "c", 2);
        assertThat(consumer).containsEntry("group.instance.id", "local-2").containsEntry("client.rack", "r");
        assertThat(config.getProducerConfigs("c"))
                .containsEntry("transaction.timeout.ms", 10_000)
                .containsEntry("acks", "all");
    }

    @Test
    void start_withFolderThatCannotBe_saysWhich() throws IOException {
        Path file = Files.createFile(dir.resolve("file"));

        assertThatThrownBy(() -> part(KafkaSettings.of("localhost:1", "http://localhost:1"), file)
                        .start())
                .isInstanceOf(UserException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void start_withNonsense_saysWhat() {
        assertThatThrownBy(() -> part(KafkaSettings.of("no port", "http://localhost:1"), dir)
                        .start())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("test")
                .hasMessageContaining("no port");
    }

    @Test
    void health_beforeStart_isUnhealthy() {
        StreamsPart part = part(KafkaSettings.of("localhost:1", "http://localhost:1"), dir);

        assertThat(part.health()).isEqualTo(Health.unhealthy("not started"));
        part.close();
    }

    @Test
    void settings_withNonsense_nameTheKey() {
        assertThat(StreamsSettings.in(dir)).isEqualTo(new StreamsSettings(dir, null, null, 0, 0));
        assertThatThrownBy(() -> new StreamsSettings(dir, Duration.ofMinutes(1), null, 0, 0))
                .hasMessageContaining("commit_interval");
        assertThatThrownBy(() -> new StreamsSettings(dir, null, "a/b", 0, 0)).hasMessageContaining("a/b");
        assertThatThrownBy(() -> new StreamsSettings(dir, null, null, -1, 0)).hasMessageContaining("threads");
    }

    private static StreamsPart part(KafkaSettings kafka, Path dir) {
        Topology topology = new Topology().addSource("in", "in");
        return new StreamsPart("test", topology, kafka, StreamsSettings.in(dir));
    }
}
