package dev.vigia.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunningKafkaTest {

    @Test
    void require_nobodyAnswers_saysWhereAndWhatToDo() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String server = "127.0.0.1:" + silent.getLocalPort();
            KafkaSettings kafka = KafkaSettings.of(server, "http://127.0.0.1:1");
            assertThatThrownBy(() -> RunningKafka.require(kafka, Duration.ofMillis(500)))
                    .isInstanceOf(UserException.class)
                    .hasMessageStartingWith("Kafka at " + server + " does not answer. Start it (`vigia up` does)")
                    .hasMessageContaining("VIGIA_BOOTSTRAP_SERVERS");
        }
    }

    @Test
    void require_propertyThatMakesNoSense_isNamed() {
        KafkaSettings kafka = new KafkaSettings(
                "127.0.0.1:1",
                "http://127.0.0.1:1",
                "",
                1,
                1,
                (short) 1,
                Map.of("security.protocol", "CARRIER_PIGEON"));
        assertThatThrownBy(() -> RunningKafka.require(kafka, Duration.ofMillis(500)))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("Kafka at 127.0.0.1:1 cannot be asked: ")
                .hasMessageContaining("CARRIER_PIGEON");
    }
}
