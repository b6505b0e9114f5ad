package dev.vigia.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
            Map<String, String> hasty = Map.of("default.api.timeout.ms", "500", "request.timeout.ms", "500");
            assertThatThrownBy(() -> new TopicInstaller(with(hasty, server)).install())
                    .isInstanceOf(UserException.class)
                    .hasMessageStartingWith("Kafka at " + server + " does not answer. Start it");
        }
    }

    @Test
    void require_propertyThatMakesNoSense_isNamed() {
        KafkaSettings kafka = with(Map.of("security.protocol", "CARRIER_PIGEON"), "127.0.0.1:1");
        for (ThrowingCallable asks : List.<ThrowingCallable>of(
                () -> RunningKafka.require(kafka, Duration.ofMillis(500)), () -> new TopicInstaller(kafka).install())) {
            assertThatThrownBy(asks)
                    .isInstanceOf(UserException.class)
                    .hasMessageStartingWith("Kafka at 127.0.0.1:1 cannot be asked: ")
                    .hasMessageContaining("CARRIER_PIGEON");
        }
    }

    private static KafkaSettings with(Map<String, String> properties, String servers) {
        return new KafkaSettings(servers, "http://127.0.0.1:1", "", 1, 1, (short) 1, properties);
    }
}
