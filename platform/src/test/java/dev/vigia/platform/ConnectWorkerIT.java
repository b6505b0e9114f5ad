package dev.vigia.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class ConnectWorkerIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path dir;

    private EmbeddedBroker broker;
    private String box;

    @BeforeEach
    void start(TestInfo test) {
        broker = EmbeddedBroker.start(dir.resolve("kafka"), 0, Map.of());
        box = test.getDisplayName();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void connector_startedAndReconfiguredAndStopped_followsItsConfiguration() throws Exception {
        TestTopic one = TestTopic.create(broker.bootstrapServers(), "one", 1);
        TestTopic two = TestTopic.create(broker.bootstrapServers(), "two", 1);
        try (ConnectWorker worker = ConnectWorker.start(workerProps())) {
            assertThat(new Rest(worker.url()).get("connector-plugins").body().findValuesAsText("class"))
                    .contains(CollectingSink.class.getName());
            assertThat(worker.status("sink")).isEmpty();

            worker.startConnector("sink", sinkOf("one"));
            one.send("a");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(CollectingSink.box(box)).contains("a"));
            await().atMost(LONG)
                    .until(() -> worker.status("sink")
                            .filter(ConnectorStatus::running)
                            .isPresent());

            worker.startConnector("sink", sinkOf("two"));
            two.send("b");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(CollectingSink.box(box)).contains("b"));

            worker.stopConnector("sink");
            worker.stopConnector("sink");
            await().atMost(LONG).until(() -> worker.status("sink").isEmpty());
        }
    }

    @Test
    void status_taskFails_hasItsError() throws Exception {
        TestTopic one = TestTopic.create(broker.bootstrapServers(), "one", 1);
        try (ConnectWorker worker = ConnectWorker.start(workerProps())) {
            worker.startConnector("sink", sinkOf("one"));
            one.send("fail");

            await().atMost(LONG).untilAsserted(() -> {
                ConnectorStatus status = worker.status("sink").orElseThrow();
                assertThat(status.running()).isFalse();
                assertThat(status.state()).isEqualTo(ConnectorStatus.RUNNING);
                assertThat(status.tasks()).singleElement().satisfies(task -> {
                    assertThat(task.state()).isEqualTo("FAILED");
                    assertThat(task.error().orElseThrow()).contains("told to fail");
                });
            });
        }
    }

    @Test
    void startConnector_settingIsMissing_isRefusedByName() {
        try (ConnectWorker worker = ConnectWorker.start(workerProps())) {
            assertThatThrownBy(() -> worker.startConnector(
                            "sink", Map.of("connector.class", CollectingSink.class.getName(), "topics", "one")))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("box");
        }
    }

    @Test
    void start_noBroker_failsAndLeavesTheThreadAlone() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        assertThatThrownBy(() -> ConnectWorker.start(Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:" + Ports.free(),
                        "offset.storage.file.filename",
                        dir.resolve("offsets").toString(),
                        "key.converter",
                        StringConverter.class.getName(),
                        "value.converter",
                        StringConverter.class.getName(),
                        "default.api.timeout.ms",
                        "2000",
                        "request.timeout.ms",
                        "1000")))
                .isInstanceOf(StartFailedException.class);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    private Map<String, String> workerProps() {
        return Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "offset.storage.file.filename", dir.resolve("offsets").toString(),
                "key.converter", StringConverter.class.getName(),
                "value.converter", StringConverter.class.getName());
    }

    private Map<String, String> sinkOf(String topic) {
        return Map.of(
                "connector.class",
                CollectingSink.class.getName(),
                "topics",
                topic,
                "box",
                box,
                "consumer.override.auto.offset.reset",
                "earliest");
    }
}
