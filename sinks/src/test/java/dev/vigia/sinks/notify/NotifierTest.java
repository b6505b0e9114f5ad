package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens while Kafka takes its time over the word that an attempt begins, and after a pause. */
class NotifierTest {

    private final MockProducer<byte[], byte[]> kafka = new MockProducer<>(
            false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicLong nanos = new AtomicLong();
    private final Pulse pulse = new Pulse(nanos::get);
    private final AtomicBoolean lost = new AtomicBoolean();
    /** How often somebody looked whether it is lost. */
    private final AtomicInteger asked = new AtomicInteger();

    private final AtomicBoolean reported = new AtomicBoolean();
    /** What this task reports, and what others do. */
    private final List<Delivery> log = new CopyOnWriteArrayList<>();

    private final AtomicInteger readings = new AtomicInteger();
    /** What happens while somebody waits for another task; null where time is real. */
    private volatile @Nullable Runnable meanwhile;

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
                "receivers.hook.channel", "webhook",
                "receivers.hook.url", peer.url(),
                "receivers.sms.channel", "http",
                "receivers.sms.url", peer.url(),
                "receivers.sms.body", "{\"a\": {{nobody}}}"));
        DeliveryWriter deliveries = new DeliveryWriter(
                kafka, (topic, delivery) -> words(delivery).getBytes(StandardCharsets.UTF_8), "d", Clock.systemUTC());
        LastLook lastLook = new LastLook(pulse, this::read, config.timeout(), this::pass);
        notifier = new Notifier(Receivers.of(config), deliveries, config, pulse, lastLook);
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
        assertThat(last().getDetail()).doesNotContain("second", "pause");
        assertThat(readings).as("nobody looks for other tasks without a pause").hasValue(0);
    }

    /** At once and for good, so that whoever stands in is told. */
    @Test
    void submit_receiverThatCannotBeMade_failsWithTheReason_andTheOthersAreTold() {
        submit("sms", "http");
        awaitWritten("FAILED");
        assertThat(log)
                .singleElement()
                .extracting(Delivery::getDetail)
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

    @Test
    void attempt_anotherTaskHasToldItDuringAPause_isNotSent_andIsDone() {
        pause();
        another(DeliveryStatus.STARTED);
        another(DeliveryStatus.DELIVERED);
        submit();
        answerNext("STARTED");

        await().untilTrue(reported);
        assertThat(peer.received()).isEmpty();
        assertThat(written()).as("no second result").containsExactly("STARTED");
    }

    @Test
    void attempt_anotherTaskHasBegunItDuringAPause_isNotSentOnceThereIsAResult() {
        pause();
        another(DeliveryStatus.STARTED);
        meanwhile = () -> another(DeliveryStatus.DELIVERED);
        submit();
        answerNext("STARTED");

        await().untilTrue(reported);
        assertThat(peer.received()).isEmpty();
        assertThat(readings).hasValue(2);
    }

    @Test
    void attempt_anotherTaskHasBegunItDuringAPauseAndSaysNoMore_isASecondTry() {
        pause();
        another(DeliveryStatus.STARTED);
        meanwhile = () -> {};
        submit();
        answerNext("STARTED");
        answerNext("DELIVERED");

        await().untilTrue(reported);
        assertThat(peer.received()).hasSize(1);
        assertThat(last().getDetail()).endsWith(" (second try after a crash; the first may have arrived, too)");
    }

    @Test
    void attempt_nobodyElseHasBegunItDuringAPause_isSentAndSaysThatItMayBeTwice() {
        pause();
        submit();
        answerNext("STARTED");
        answerNext("DELIVERED");

        await().untilTrue(reported);
        assertThat(peer.received()).hasSize(1);
        assertThat(last().getDetail()).endsWith(" (sent after a pause; another task may have sent it, too)");
    }

    @Test
    void attempt_afterAPauseAndRefused_mayHaveArrived() {
        peer.answer(400, "no");
        pause();
        submit();
        answerNext("STARTED");
        answerNext("FAILED");

        await().untilTrue(reported);
        assertThat(last().getMayHaveArrived()).isTrue();
    }

    @Test
    void attempt_afterAPauseToOneWhoKnowsWhatItHas_saysNothingOfIt() {
        pause();
        submit("hook", "webhook");
        answerNext("STARTED");
        answerNext("DELIVERED");

        await().untilTrue(reported);
        assertThat(peer.received()).hasSize(1);
        assertThat(last().getDetail()).doesNotContain("pause");
    }

    /** Kafka did not say that it has our word, and had it all the same. */
    @Test
    void attempt_itsStartIsThereTwiceAfterAPause_isNobodyElses() {
        pause();
        submit();
        awaitWritten("STARTED");
        kafka.errorNext(new TimeoutException("no answer"));
        await().until(() -> written().size() == 2);
        kafka.completeNext();
        answerNext("DELIVERED");

        await().untilTrue(reported);
        assertThat(last().getDetail()).contains("sent after a pause");
    }

    /** Long enough for another task to step in; then the task is polled again until it counts as steady. */
    private void pause() {
        nanos.addAndGet(Duration.ofSeconds(45).toNanos());
        pulse.beat();
        for (int i = 0; i < 6; i++) polled(1_000);
        assertThat(pulse.steady()).isTrue();
    }

    private void polled(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
        pulse.beat();
    }

    /** Simulated, where something is said to happen meanwhile. */
    private void pass(long millis) throws InterruptedException {
        Runnable happens = meanwhile;
        if (happens == null) {
            Thread.sleep(millis);
        } else {
            polled(millis);
            happens.run();
        }
    }

    private DeliveryHistory.Attempts read(long since) {
        readings.incrementAndGet();
        DeliveryHistory.Attempts attempts = new DeliveryHistory.Attempts();
        log.forEach(attempts::add);
        return attempts;
    }

    private void another(DeliveryStatus status) {
        log.add(Delivery.newBuilder()
                .setNotificationId("n")
                .setAttempt(1)
                .setReceiver("ops")
                .setChannel("slack")
                .setStatus(status)
                .setAt(0)
                .setDetail("")
                .build());
    }

    private Delivery last() {
        return log.get(log.size() - 1);
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
        log.add(delivery);
        return delivery.getStatus().toString();
    }
}
