package dev.vigia.processors.aggregate;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.TopicInstaller;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/** The Kafka clients of one session. */
record Clients(
        KafkaConsumer<byte[], byte[]> consumer,
        KafkaProducer<byte[], byte[]> producer,
        HighWatermarks ends,
        RulesFeed feed)
        implements AutoCloseable {

    /** A killed instance blocks the readers of what it wrote for this long. */
    private static final int TRANSACTION_TIMEOUT_MILLIS = 10_000;
    /** After this long without a word an instance's partitions go to others; static members come back before. */
    private static final int SESSION_TIMEOUT_MILLIS = 10_000;

    static Clients create(Environment environment) {
        KafkaSettings kafka = environment.kafka();
        Deque<AutoCloseable> made = new ArrayDeque<>();
        try {
            var consumer = new KafkaConsumer<>(
                    consumer(environment), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            made.push(consumer);
            var producer =
                    new KafkaProducer<>(producer(environment), new ByteArraySerializer(), new ByteArraySerializer());
            made.push(producer);
            var ends = new HighWatermarks(kafka.common());
            made.push(ends);
            var feed = new RulesFeed(kafka.consumer(), environment.topics().control(), environment.registry());
            return new Clients(consumer, producer, ends, feed);
        } catch (RuntimeException e) {
            made.forEach(client -> Utils.closeQuietly(client, "a client of aggregate"));
            throw e;
        }
    }

    /** The consumer group; every installation on a cluster has its own. */
    static String group(KafkaSettings kafka) {
        return kafka.topicPrefix() + "vigia-aggregate";
    }

    private static Map<String, Object> consumer(Environment environment) {
        Map<String, Object> config = environment.kafka().consumer();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group(environment.kafka()));
        config.put(
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, environment.settings().instanceId());
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_TIMEOUT_MILLIS / 4);
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 60_000);
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return config;
    }

    private static Map<String, Object> producer(Environment environment) {
        Map<String, Object> config = environment.kafka().producer();
        config.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                group(environment.kafka()) + "-" + environment.settings().instanceId());
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicInstaller.MAX_DEAD_LETTER_BYTES);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 20);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return config;
    }

    /** The consumer before the producer: its partitions are revoked, which may still be committed. */
    @Override
    public void close() {
        feed.close();
        ends.close();
        consumer.close();
        producer.close(Duration.ZERO);
    }
}
