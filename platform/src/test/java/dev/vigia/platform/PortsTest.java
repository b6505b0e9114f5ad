package dev.vigia.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void requireFree_portIsTaken_saysInOneLineWhichAndWhatMovesIt() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> Ports.requireFree("Elasticsearch", port, "VIGIA_ELASTICSEARCH_PORT"))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContainingAll("Elasticsearch", Integer.toString(port), "VIGIA_ELASTICSEARCH_PORT")
                    .message()
                    .hasLineCount(1);
        }
    }

    @Test
    void requireFree_nobodyListens_passes() {
        int port = Ports.free();

        assertThatCode(() -> Ports.requireFree("the broker", port, "VIGIA_KAFKA_PORT"))
                .doesNotThrowAnyException();
        assertThatCode(() -> Ports.requireFree("the broker", 0, "VIGIA_KAFKA_PORT"))
                .doesNotThrowAnyException();
    }

    @Test
    void free_manyTimes_neverTheSame() {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            assertThat(ports.add(Ports.free())).isTrue();
        }
    }
}
