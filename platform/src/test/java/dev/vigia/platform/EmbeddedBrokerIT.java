package dev.vigia.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    @TempDir
    Path dir;

    @Test
    void start_emptyDirectory_takesAndGivesRecords() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0, Map.of())) {
            TestTopic topic = TestTopic.create(broker.bootstrapServers(), "t", 1);
            topic.send("one", "two");

            assertThat(topic.readAll()).containsExactly("one", "two");
        }
    }

    @Test
    void start_again_keepsRecordsAndOffsets() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0, Map.of())) {
            TestTopic.create(broker.bootstrapServers(), "t", 1).send("one", "two");
            assertThat(new TestTopic(broker.bootstrapServers(), "t").readAsGroup("g", 2))
                    .containsExactly("one", "two");
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0, Map.of())) {
            TestTopic topic = new TestTopic(broker.bootstrapServers(), "t");
            topic.send("three");

            assertThat(topic.readAll()).containsExactly("one", "two", "three");
            assertThat(topic.readAsGroup("g", 1)).containsExactly("three");
        }
    }

    @Test
    void start_afterKill_keepsWhatWasAcknowledged() throws Exception {
        Path data = dir.resolve("data");
        KafkaNode node = KafkaNode.single(0);
        try (BrokerProcess child = BrokerProcess.start(data, node, Map.of(), List.of("-Xmx256m"))) {
            TestTopic.create(node.brokerAddress(), "t", 1).send("one", "two");

            child.kill();
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, Map.of())) {
            TestTopic topic = new TestTopic(broker.bootstrapServers(), "t");
            topic.send("three");
            assertThat(topic.readAll()).containsExactly("one", "two", "three");
        }
    }

    @Test
    void start_directoryIsInUse_saysSo() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0, Map.of())) {
            assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
            assertThatThrownBy(() -> EmbeddedBroker.start(dir, 0, Map.of()))
                    .isInstanceOf(StartFailedException.class)
                    .hasMessageContaining(dir.toString())
                    .hasMessageContaining("another broker has its data there");
        }
    }

    @Test
    void start_portIsTaken_saysSoAndTheDirectoryCanBeStartedElsewhere() {
        try (EmbeddedBroker first = EmbeddedBroker.start(dir.resolve("first"), 0, Map.of())) {
            int port = Integer.parseInt(first.bootstrapServers().split(":")[1]);
            Path second = dir.resolve("second");

            assertThatThrownBy(() -> EmbeddedBroker.start(second, port, Map.of()))
                    .isInstanceOf(StartFailedException.class)
                    .hasMessageContaining(first.bootstrapServers());

            EmbeddedBroker.start(second, 0, Map.of()).close();
        }
    }
}
