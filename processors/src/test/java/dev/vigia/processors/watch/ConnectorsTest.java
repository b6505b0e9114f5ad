package dev.vigia.processors.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.vigia.processors.watch.Figure.Measure;
import dev.vigia.runtime.UserException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectorsTest {

    private HttpServer connect;
    private int status = 200;
    private String body = "{}";
    private String asked = "";

    @BeforeEach
    void start() throws IOException {
        connect = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        connect.createContext("/", exchange -> {
            asked = exchange.getRequestURI().toString();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        connect.start();
    }

    @AfterEach
    void stop() {
        connect.stop(0);
    }

    private Connectors connectors() {
        return new Connectors(
                URI.create("http://127.0.0.1:" + connect.getAddress().getPort()));
    }

    @Test
    void look_pausedFailedAndForeign() throws Exception {
        body = """
                {"vigia-elasticsearch": {"status": {"name": "vigia-elasticsearch", "type": "sink",
                   "connector": {"state": "RUNNING", "worker_id": "a:8083"},
                   "tasks": [{"id": 0, "state": "FAILED", "worker_id": "a:8083", "trace": "…"}, {"id": 1, "state": "RUNNING"}]}},
                 "vigia-notify": {"status": {"connector": {"state": "PAUSED"}, "tasks": [{"id": 0, "state": "PAUSED"}]}},
                 "somebody-elses": {"status": {"connector": {"state": "FAILED"}, "tasks": []}}}
                """;
        assertThat(connectors().look())
                .hasValue(new TreeMap<>(Map.of(
                        figure(Measure.PAUSED, "vigia-elasticsearch"), 0.0,
                        figure(Measure.FAILED, "vigia-elasticsearch"), 1.0,
                        figure(Measure.PAUSED, "vigia-notify"), 1.0,
                        figure(Measure.FAILED, "vigia-notify"), 0.0)));
        assertThat(asked).isEqualTo("/connectors?expand=status");
    }

    private static Figure figure(Measure measure, String connector) {
        return Figure.of(measure, Map.of("connector", connector));
    }

    @Test
    void look_refusedNonsenseOrAway_isNoAnswer() throws Exception {
        status = 500;
        assertThat(connectors().look()).isEmpty();
        status = 200;
        body = "<html>";
        assertThat(connectors().look()).isEmpty();
        Connectors connectors = connectors();
        connect.stop(0);
        assertThat(connectors.look()).isEmpty();
    }

    @Test
    void settings_wrongUrl_isNamed() {
        assertThatThrownBy(() -> new WatchSettings("connect:8083"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("watch.connect_url 'connect:8083'");
        assertThat(new WatchSettings(" ").connect()).isEmpty();
        assertThat(new WatchSettings("http://c:1").connect()).hasValue(URI.create("http://c:1"));
    }
}
