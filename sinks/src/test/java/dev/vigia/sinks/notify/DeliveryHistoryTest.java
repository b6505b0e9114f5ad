package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.sinks.Samples;
import dev.vigia.sinks.notify.DeliveryHistory.Attempt;
import dev.vigia.sinks.notify.DeliveryHistory.Attempts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

class DeliveryHistoryTest {

    private static final String TOPIC = "d";
    private static final List<DeliveryStatus> LOG =
            List.of(DeliveryStatus.STARTED, DeliveryStatus.STARTED, DeliveryStatus.DELIVERED);

    private static final Set<Thread.State> GONE_OR_WAITING = Set.of(Thread.State.BLOCKED, Thread.State.TERMINATED);

    @Test
    void read_countsWhatWasReportedOfEachAttempt() {
        Attempts attempts = new DeliveryHistory(DeliveryHistoryTest::log, DeliveryHistoryTest::delivery, TOPIC).read(0);
        assertThat(attempts.of(Samples.notification("n", "ops", "slack"))).isEqualTo(new Attempt(2, true));
        assertThat(attempts.of(Samples.notification("m", "ops", "slack"))).isEqualTo(Attempt.NONE);
    }

    /** Kafka's deserializers are for one thread, and each receiver's thread may look what became of an attempt. */
    @Test
    void read_byTwoThreads_deserializesInOneAtATime() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Thread[] readers = new Thread[2];
        Deserializer<Delivery> forOneThread = (topic, bytes) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread other = readers[0] == Thread.currentThread() ? readers[1] : readers[0];
            await("until the other one is here as well, waits at the door, or has read everything")
                    .until(() -> inside.get() > 1 || GONE_OR_WAITING.contains(other.getState()));
            inside.decrementAndGet();
            return delivery(topic, bytes);
        };
        DeliveryHistory history = new DeliveryHistory(DeliveryHistoryTest::log, forOneThread, TOPIC);
        for (int i = 0; i < readers.length; i++) readers[i] = new Thread(() -> history.read(0));
        for (Thread reader : readers) reader.start();
        for (Thread reader : readers) reader.join();
        assertThat(most).hasValue(1);
    }

    private static Delivery delivery(String topic, byte[] bytes) {
        return Delivery.newBuilder()
                .setNotificationId("n")
                .setAttempt(1)
                .setReceiver("ops")
                .setChannel("slack")
                .setStatus(LOG.get(bytes[0]))
                .setAt(0)
                .setDetail("")
                .build();
    }

    /** A consumer of a topic of one partition. */
    private static Consumer<byte[], byte[]> log() {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none") {
            @Override
            public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                    Map<TopicPartition, Long> times, Duration timeout) {
                Map<TopicPartition, OffsetAndTimestamp> first = new HashMap<>();
                times.forEach((asked, time) -> first.put(asked, new OffsetAndTimestamp(0, time)));
                return first;
            }
        };
        consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, null, null)));
        consumer.updateEndOffsets(Map.of(partition, (long) LOG.size()));
        consumer.schedulePollTask(() -> {
            for (int offset = 0; offset < LOG.size(); offset++) {
                consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, new byte[0], new byte[] {(byte) offset}));
            }
        });
        return consumer;
    }
}
