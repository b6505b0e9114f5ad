package dev.vigia.processors.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.TestDriver;
import dev.vigia.processors.TestRegistry;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Input;
import dev.vigia.schemas.avro.Listening;
import dev.vigia.schemas.avro.MatchType;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.avro.Post;
import dev.vigia.schemas.avro.PostedAlert;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Silence;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTopologyTest {

    private static final Topics TOPICS = Topics.of("", 2, 1);
    private static final List<Input> INPUTS = List.of(new Input("logs", 2));
    private static final long NOW = 1_800_000_000_000L;

    @TempDir
    private Path folder;

    private TestRegistry server;
    private RegistryClient registry;
    private TopologyTestDriver driver;

    @BeforeEach
    void start() throws Exception {
        server = new TestRegistry();
        registry = server.client();
        Clock clock = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
        driver = TestDriver.of(
                "control-test", folder, new ControlTopology(TOPICS, registry, () -> INPUTS, clock).build());
    }

    @AfterEach
    void stop() {
        driver.close();
        registry.close();
        server.close();
    }

    @Test
    void control_isCopiedOnceWithItsOffset() {
        Control ack = control("c1");
        Control other = control("c2");
        TestInputTopic<byte[], Control> input = input(TOPICS.control().name());
        input.pipeInput(ack);
        input.pipeInput(ack);
        input.pipeInput(other);
        assertThat(signals()).containsExactly(new ControlSignal(0L, ack), new ControlSignal(2L, other));
        assertThat(dispatchSignals()).containsExactly(new ControlSignal(0L, ack), new ControlSignal(2L, other));
    }

    @Test
    void silence_getsToDispatch() {
        Matcher matcher = new Matcher("service", MatchType.REGEXP, "shop|till");
        Silence silence = new Silence("s1", List.of(matcher), NOW, NOW + 1_000, "ana", "why");
        Control said = new Control("c3", NOW, "user:ana", null, silence);
        TestInputTopic<byte[], Control> input = input(TOPICS.control().name());
        input.pipeInput(said);
        assertThat(dispatchSignals()).containsExactly(new ControlSignal(0L, said));
    }

    @Test
    void clock_ticksEachSecond() {
        driver.advanceWallClockTime(Duration.ofMillis(999));
        assertThat(signals()).isEmpty();
        driver.advanceWallClockTime(Duration.ofMillis(1));
        assertThat(signals()).containsExactly(new Tick(NOW, INPUTS));
        assertThat(dispatchSignals()).containsExactly(new Tick(NOW, INPUTS));
    }

    @Test
    void clock_afterAPause_ticksOnce() {
        driver.advanceWallClockTime(Duration.ofMinutes(10));
        assertThat(signals()).hasSize(1);
    }

    @Test
    void deliveries_goToDispatchOnly() {
        Delivery delivery =
                new Delivery("n1", 1, "slack", "slack", DeliveryStatus.DELIVERED, NOW, "ok", null, null, false);
        TestInputTopic<byte[], Delivery> input = input(TOPICS.deliveries().name());
        input.pipeInput(delivery);
        assertThat(dispatchSignals()).containsExactly(delivery);
        assertThat(signals()).isEmpty();
    }

    @Test
    void alertFromOutside_goesToItsPartitionOnly() {
        PostedAlert alert = new PostedAlert(Map.of("alertname", "A"), Map.of(), null, NOW, NOW + 1, false, NOW);
        TestInputTopic<byte[], Post> input = input(TOPICS.alertsPosted().name());
        input.pipeInput(new Post(alert));
        assertThat(signals()).containsExactly(alert);
        assertThat(dispatchSignals()).isEmpty();
    }

    @Test
    void listening_isPassedOnOnceASecond_howeverManyListen() {
        TestInputTopic<byte[], Post> input = input(TOPICS.alertsPosted().name());
        for (long at : new long[] {0, 400, 999, 1_000, 1_500, 800, 3_000}) {
            input.pipeInput(new Post(new Listening(NOW + at)));
        }
        assertThat(signals())
                .containsExactly(new Listening(NOW), new Listening(NOW + 1_000), new Listening(NOW + 3_000));
    }

    private static Control control(String id) {
        AlertCommand command = new AlertCommand("0123456789abcdef", null, CommandType.ACKNOWLEDGE, null, null, null);
        return new Control(id, NOW, "user:ana", "because", command);
    }

    private <T extends SpecificRecord> TestInputTopic<byte[], T> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new AvroSerializer<>(registry));
    }

    private List<Object> signals() {
        return output(TOPICS.signals().name(), Signal.class).readValuesToList().stream()
                .map(Signal::getBody)
                .toList();
    }

    private List<Object> dispatchSignals() {
        return output(TOPICS.dispatchSignals().name(), DispatchSignal.class).readValuesToList().stream()
                .map(DispatchSignal::getBody)
                .toList();
    }

    private <T extends SpecificRecord> TestOutputTopic<byte[], T> output(String topic, Class<T> type) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new AvroDeserializer<>(registry, type));
    }
}
