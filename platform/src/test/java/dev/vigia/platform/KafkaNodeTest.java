package dev.vigia.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.platform.KafkaNode.Address;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaNodeTest {
    private static final Map<Integer, Address> THREE =
            Map.of(1, new Address(9001, 9101), 2, new Address(9002, 9102), 3, new Address(9003, 9103));

    @Test
    void settings_threeNodes_replicateAndSurviveOne() {
        var settings = BrokerSettings.of(new KafkaNode(2, "c", THREE), Path.of("/data"), Map.of());

        assertThat(settings)
                .containsEntry("node.id", "2")
                .containsEntry("controller.quorum.voters", "1@127.0.0.1:9101,2@127.0.0.1:9102,3@127.0.0.1:9103")
                .containsEntry("offsets.topic.replication.factor", "3")
                .containsEntry("min.insync.replicas", "2");
    }

    @Test
    void settings_oneNode_needNoOther() {
        var settings = BrokerSettings.of(KafkaNode.single(9001), Path.of("/data"), Map.of());

        assertThat(settings)
                .containsEntry("advertised.listeners", "PLAINTEXT://127.0.0.1:9001")
                .containsEntry("offsets.topic.replication.factor", "1")
                .containsEntry("min.insync.replicas", "1");
    }

    @Test
    void settings_overridden_overrideWins() {
        var settings = BrokerSettings.of(KafkaNode.single(9001), Path.of("/data"), Map.of("message.max.bytes", "1000"));

        assertThat(settings).containsEntry("message.max.bytes", "1000");
    }

    @Test
    void parse_argument_isTheSameNode() {
        KafkaNode node = new KafkaNode(2, "q1Sh-9_ISia_zwGINzRvyQ", THREE);

        assertThat(KafkaNode.parse(node.toArgument())).isEqualTo(node);
    }

    @Test
    void new_idIsNotAmongTheNodes_isRefused() {
        assertThatThrownBy(() -> new KafkaNode(4, "c", THREE)).hasMessageContaining("Node 4");
    }
}
