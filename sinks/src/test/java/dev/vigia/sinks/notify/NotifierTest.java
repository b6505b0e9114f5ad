package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens while Kafka takes its time over the word that an attempt begins. */
class NotifierTest {

    private final MockProducer<byte[], byte[]> kafka = new MockProducer<>(
            false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicLong nanos = new AtomicLong();
    private final Pulse pulse = new Pulse(nanos::get);
    private final AtomicBoolean lost = new AtomicBoolean();
    /** How often somebody looked whether it is lost. */
    private final AtomicInteger asked = new AtomicInteger();

    private final AtomicBoolean reported = new AtomicBoolean();
    private final List<String> details = new CopyOnWriteArrayList<>();
    private HttpPeer peer;
    private Notifier notifier;

    @BeforeEach
    void start() throws Exception {
        peer = new HttpPeer();
        NotifySinkConfig config = new NotifySinkConfig(Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "schema.registry.url", "http://127.0.0.1:1",
                "receivers.ops.channel", "slack",
                "receivers.ops.url", peer.url(),
                "receivers.sms.channel", "http",
                "receivers.sms.url", peer.url(),
                "receivers.sms.body", "{\"a\": {{nobody}}}"));
        DeliveryWriter deliveries = new DeliveryWriter(
                kafka, (topic, delivery) -> words(delivery).getBytes(StandardCharsets.UTF_8), "d", Clock.systemUTC());
        notifier = new Notifier(Receivers.of(config), deliveries, config, pulse);
    }

    @AfterEach
    void stop() {
        notifier.close();
        peer.close();
    }

    @Test
    void attempt_kafkaHasTheStart_isSentAndReported() {
        submit();
        answerNext("STARTED");
        answerNext("DELIVERED");

        await().untilTrue(reported);
        assertThat(peer.received()).hasSize(1);
    }

    /** At once and for good, so that whoever stands in is told. */
    @Test
    void submit_receiverThatCannotBeMade_failsWithTheReason_andTheOthersAreTold() {
        submit("sms", "http");
        awaitWritten("FAILED");
        assertThat(details)
                .singleElement()
                .asString()
                .startsWith("the receiver 'sms' cannot be told: receivers.sms.body: ")
                .contains("nobody");
        kafka.completeNext();
        await().untilTrue(reported);
        reported.set(false);

        submit();
        answerNext("STARTED");
        answerNext("DELIVERED");
        await().untilTrue(reported);
        assertThat(peer.received()).hasSize(1);
    }

    @Test
    void attempt_lostWhileItsStartIsWritten_isLeftToTheSuccessor() {
        submit();
        awaitWritten("STARTED");
        lost.set(true);
        kafka.completeNext();
        notifier.close();

        assertThat(peer.received()).isEmpty();
        assertThat(written()).containsExactly("STARTED");
    }

    /** As after the process stood still, or Kafka was cut off: whether the partition is lost is known a little later. */
    @Test
    void attempt_kafkaHasLongNotAnswered_isSentOnlyOnceItIsKnownWhoseItIs() {
        submit();
        awaitWritten("STARTED");
        nanos.addAndGet(Pulse.LONGEST_GAP.toNanos() + 1);
        kafka.completeNext();
        int before = asked.get();
        await().until(() -> asked.get() > before + 2);
        assertThat(peer.received()).isEmpty();
        lost.set(true);
        notifier.close();

        assertThat(peer.received()).isEmpty();
    }

    @Test
    void attempt_kafkaHasLongNotAnsweredAndItIsStillOurs_isSent() {
        submit();
        awaitWritten("STARTED");
        nanos.addAndGet(Pulse.LONGEST_GAP.toNanos() + 1);
        kafka.completeNext();
        pulse.confirmed();
        await().until(() -> {
            // Until the thread has seen how long it waited.
            pulse.confirmed();
            return written().size() == 2;
        });

        assertThat(written()).containsExactly("STARTED", "DELIVERED");
        assertThat(peer.received()).hasSize(1);
        kafka.completeNext();
    }

    private void submit() {
        submit("ops", "slack");
    }

    private void submit(String receiver, String channel) {
        notifier.submit(new Notifier.Job(
                Samples.notification("n", receiver, channel, Samples.alert(Transition.ACTIVE, AlertState.ACTIVE)),
                DeliveryHistory.Attempt.NONE,
                () -> {
                    asked.incrementAndGet();
                    return !lost.get();
                },
                () -> reported.set(true)));
    }

    private void answerNext(String status) {
        awaitWritten(status);
        kafka.completeNext();
    }

    private void awaitWritten(String status) {
        await().until(() -> written().contains(status));
    }

    private List<String> written() {
        return kafka.history().stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private String words(Delivery delivery) {
        details.add(delivery.getDetail());
        return delivery.getStatus().toString();
    }
}
