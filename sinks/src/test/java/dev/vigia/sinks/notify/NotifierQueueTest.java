package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import dev.vigia.sinks.notify.HttpPeer.Answer;
import dev.vigia.sinks.notify.HttpPeer.Received;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits in a receiver's queue while an attempt is under way. */
class NotifierQueueTest {

    private static final int SECONDS = 30;

    private final SlackAppService slack = new SlackAppService();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
    private final AtomicLong nanos = new AtomicLong();
    private final Pulse pulse = new Pulse(nanos::get);
    /** What other tasks report. */
    private final DeliveryHistory.Attempts others = new DeliveryHistory.Attempts();

    private HttpPeer peer;
    private Notifier notifier;

    /** Slack, which lets the first request wait. */
    private final HttpPeer.Service slowly = new HttpPeer.Service() {
        @Override
        public Answer take(Received request) {
            begun.countDown();
            try {
                if (!goOn.await(SECONDS, TimeUnit.SECONDS)) throw new IllegalArgumentException("fatal_error");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return slack.take(request);
        }

        @Override
        public Answer refusal(String words) {
            return slack.refusal(words);
        }
    };

    @BeforeEach
    void start() throws Exception {
        peer = new HttpPeer(slowly);
        NotifySinkConfig config = new NotifySinkConfig(Map.of(
                "bootstrap.servers", "localhost:9092",
                "schema.registry.url", "http://localhost:8081",
                "receivers.r.channel", "slack_app",
                "receivers.r.api.url", "http://127.0.0.1:" + peer.port() + "/api",
                "receivers.r.to", SlackAppService.CHANNEL,
                "receivers.r.token", SlackAppService.TOKEN,
                "receivers.r.message.interval.ms", "0"));
        DeliveryWriter writer = new DeliveryWriter(
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()),
                (topic, delivery) -> {
                    deliveries.add(delivery);
                    return new byte[0];
                },
                "deliveries",
                Clock.systemUTC());
        LastLook lastLook = new LastLook(pulse, since -> others, config.timeout(), Thread::sleep);
        notifier = new Notifier(Receivers.of(config), writer, config, pulse, lastLook);
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        notifier.close();
        peer.close();
    }

    /** Has one under way, for which others wait. */
    private void beginTheFirst(CountDownLatch reported) throws InterruptedException {
        submit("a", 1, Transition.ACTIVE, "alert became active", reported);
        assertThat(begun.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void submit_severalOfAnEpisodeThatWait_areOneEdit_andEachIsReported() throws Exception {
        CountDownLatch reported = new CountDownLatch(5);
        beginTheFirst(reported);
        submit("b", 2, Transition.ACKNOWLEDGED, "alert was acknowledged", reported);
        submit("c", 3, Transition.ASSIGNED, "alert has changed", reported);
        submit("d", 4, Transition.SEVERITY_CHANGED, "alert became more severe", reported);
        submit("e", 5, Transition.ASSIGNED, "alert has changed", reported);
        goOn.countDown();
        assertThat(reported.await(SECONDS, TimeUnit.SECONDS)).isTrue();

        assertThat(peer.received())
                .extracting(Received::path)
                .as("b and c go with d, which is noticed")
                .containsExactly(
                        "/api/chat.postMessage", "/api/chat.update", "/api/chat.postMessage", "/api/chat.update");
        assertThat(slack.messages).hasSize(2);
        for (String id : List.of("a", "b", "c", "d", "e"))
            assertThat(ended(id)).as(id).isEqualTo(DeliveryStatus.DELIVERED);
    }

    @Test
    void submit_whatTellsOthersAsWell_fails_andSoDoThey() throws Exception {
        CountDownLatch reported = new CountDownLatch(3);
        beginTheFirst(reported);
        submit("b", 2, Transition.ACKNOWLEDGED, "alert was acknowledged", reported);
        submit("c", 3, Transition.ASSIGNED, "alert has changed", reported);
        peer.answer(503, "later");
        goOn.countDown();
        assertThat(reported.await(SECONDS, TimeUnit.SECONDS)).isTrue();

        assertThat(ended("a")).isEqualTo(DeliveryStatus.DELIVERED);
        assertThat(List.of(ended("b"), ended("c"))).containsOnly(DeliveryStatus.RETRYABLE);
    }

    @Test
    void submit_anotherTaskToldItDuringAPause_neitherItNorWhatItTellsIsSent() throws Exception {
        CountDownLatch reported = new CountDownLatch(4);
        beginTheFirst(reported);
        submit("b", 2, Transition.ACKNOWLEDGED, "alert was acknowledged", reported);
        submit("c", 3, Transition.ASSIGNED, "alert has changed", reported);
        submit("d", 4, Transition.ASSIGNED, "alert has changed", reported);
        pause();
        othersDelivered("b");
        othersDelivered("d");
        goOn.countDown();
        assertThat(reported.await(SECONDS, TimeUnit.SECONDS)).isTrue();

        assertThat(peer.received()).as("only a, which was under way").hasSize(1);
        assertThat(ended("c")).as("is left to dispatch").isEqualTo(DeliveryStatus.RETRYABLE);
        assertThat(deliveries.stream().filter(delivery -> delivery.getStatus() != DeliveryStatus.STARTED))
                .extracting(Delivery::getNotificationId)
                .as("b and d are reported already")
                .containsExactly("a", "c");
    }

    @Test
    void submit_anotherTaskToldAnOlderOneDuringAPause_isNotReportedAgain() throws Exception {
        CountDownLatch reported = new CountDownLatch(3);
        beginTheFirst(reported);
        submit("b", 2, Transition.ACKNOWLEDGED, "alert was acknowledged", reported);
        submit("c", 3, Transition.ASSIGNED, "alert has changed", reported);
        pause();
        othersDelivered("b");
        goOn.countDown();
        assertThat(reported.await(SECONDS, TimeUnit.SECONDS)).isTrue();

        assertThat(ended("c")).isEqualTo(DeliveryStatus.DELIVERED);
        assertThat(deliveries).extracting(Delivery::getNotificationId).doesNotContain("b");
    }

    /** It is over, and the task was polled for a while. */
    private void pause() {
        nanos.addAndGet(Duration.ofSeconds(45).toNanos());
        pulse.beat();
        for (int i = 0; i < 6; i++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            pulse.beat();
        }
        assertThat(pulse.steady()).isTrue();
    }

    private void othersDelivered(String id) {
        others.add(Delivery.newBuilder()
                .setNotificationId(id)
                .setAttempt(1)
                .setReceiver("r")
                .setChannel("slack_app")
                .setStatus(DeliveryStatus.DELIVERED)
                .setAt(0)
                .setDetail("")
                .build());
    }

    private DeliveryStatus ended(String id) {
        return deliveries.stream()
                .filter(delivery -> delivery.getNotificationId().equals(id))
                .map(Delivery::getStatus)
                .filter(status -> status != DeliveryStatus.STARTED)
                .reduce((first, second) -> {
                    throw new IllegalStateException("reported twice: " + id);
                })
                .orElseThrow();
    }

    private void submit(String id, long sequence, Transition transition, String reason, CountDownLatch reported) {
        Alert alert = Alert.newBuilder(Samples.alert(transition, AlertState.ACTIVE))
                .setSequence(sequence)
                .build();
        Notification told = Notification.newBuilder(Samples.notification(id, "r", "slack_app", alert))
                .setReason(reason)
                .build();
        notifier.submit(new Notifier.Job(told, DeliveryHistory.Attempt.NONE, () -> true, reported::countDown));
    }
}
