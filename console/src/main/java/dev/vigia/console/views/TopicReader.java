package dev.vigia.console.views;

import dev.vigia.runtime.Health;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one topic for a view, in a thread of its own, without a consumer group: every copy of the console sees every record.
 * It goes on by itself when Kafka or the registry was away. Nothing is committed; a start reads from {@link Feed#start()}.
 */
public final class TopicReader<T> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final long CHECK_EVERY_MILLIS = 5_000;
    private static final long CLOSE_MILLIS = 8_000;

    private final Feed<T> feed;
    private final KafkaSettings kafka;
    private final Counter read;
    private final Counter unreadable;
    private final Counter skipped;
    private final Thread thread;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Pace pace;

    private final Set<TopicPartition> cut = new HashSet<>();

    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean caughtUp;
    private volatile long lag;
    private volatile String problem = "starting";
    private volatile long readFrom;
    private long nextCheck;
    private Optional<TopicReader<?>> first = Optional.empty();

    public TopicReader(Feed<T> feed, KafkaSettings kafka, MeterRegistry metrics) {
        this.feed = feed;
        this.kafka = kafka;
        this.pace = new Pace(feed.perSecond(), System::nanoTime);
        this.read = counter(metrics, "read");
        this.unreadable = counter(metrics, "unreadable");
        this.skipped = counter(metrics, "skipped");
        Gauge.builder("vigia.console.lag", () -> lag)
                .description("records appended and not yet read")
                .tag("topic", feed.name())
                .register(metrics);
        this.thread = new Thread(this::run, "console-" + feed.name());
        this.thread.setDaemon(true);
    }

    private Counter counter(MeterRegistry metrics, String result) {
        return Counter.builder("vigia.console.records")
                .description("records of the topics behind the views; read + unreadable + skipped = appended")
                .tag("topic", feed.name())
                .tag("result", result)
                .register(metrics);
    }

    /** Has it read nothing until another reader has caught up. To be said before it is started. */
    public TopicReader<T> after(TopicReader<?> first) {
        this.first = Optional.of(first);
        return this;
    }

    public void start() {
        thread.start();
    }

    /** What is the matter with the readers that are not healthy; blank when all are. */
    static String problems(List<? extends TopicReader<?>> readers) {
        return readers.stream()
                .map(TopicReader::health)
                .filter(health -> health.status() != Health.Status.HEALTHY)
                .map(Health::detail)
                .collect(Collectors.joining("; "));
    }

    /** Degraded until all that was there at the start has been read, and while Kafka or the registry is away. */
    public Health health() {
        String now = problem;
        if (!now.isEmpty()) return Health.degraded(feed.name() + ": " + now);
        return caughtUp ? Health.healthy() : Health.degraded(feed.name() + ": " + lag + " records left to read");
    }

    /** Whether all that was there at the start has been read. */
    public boolean caughtUp() {
        return caughtUp;
    }

    /**
     * Append time of the first record that was read, where there were older ones: milliseconds since 1970-01-01 UTC, the latest of
     * all partitions. 0 where there were none.
     */
    public long readFrom() {
        return readFrom;
    }

    /** How many records were skipped because of {@link Feed#perSecond()}. */
    public long skipped() {
        return (long) skipped.count();
    }

    /** Has it end soon; does not wait. */
    void stop() {
        closing.countDown();
    }

    @Override
    public void close() {
        stop();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed()) {
            try (Consumer<byte[], byte[]> consumer = consumer()) {
                nextCheck = 0;
                while (!closed()) step(consumer);
            } catch (KafkaException e) {
                failed(e);
            }
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> config = kafka.consumer();
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, feed.perSecond() == 0 ? 2_000 : 100);
        if (feed.perSecond() > 0) config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 128 * 1024);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, thread.getName());
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void step(Consumer<byte[], byte[]> consumer) {
        if (System.currentTimeMillis() >= nextCheck) check(consumer);
        boolean waits = first.isPresent() && !first.get().caughtUp();
        if (consumer.assignment().isEmpty() || waits || pace.spent()) {
            pause(100);
            return;
        }
        if (pace.renewed()) skipToTheEnd(consumer);
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (cut.remove(partition)) readFrom = Math.max(readFrom, record.timestamp());
            accept(record);
            next.put(partition, record.offset() + 1);
        }
        pace.took(records.count());
        if (records.isEmpty() && !caughtUp) measure(consumer);
    }

    /** Finds new partitions, and notices that Kafka is away: a poll alone would just return nothing. */
    private void check(Consumer<byte[], byte[]> consumer) {
        var infos = consumer.partitionsFor(feed.topic().name(), ASK);
        if (infos.isEmpty()) {
            problem = "there is no such topic yet";
        } else {
            Set<TopicPartition> partitions = infos.stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .collect(Collectors.toSet());
            if (!consumer.assignment().equals(partitions)) assign(consumer, partitions);
            measure(consumer);
            problem = "";
        }
        nextCheck = System.currentTimeMillis() + (infos.isEmpty() ? 500 : CHECK_EVERY_MILLIS);
    }

    private void assign(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        Collection<TopicPartition> fresh =
                partitions.stream().filter(p -> !next.containsKey(p)).toList();
        consumer.assign(partitions);
        // A partition that comes up later is new as a whole.
        Map<TopicPartition, Long> from = (next.isEmpty() ? feed.start() : Start.whole()).offsets(consumer, fresh);
        from.forEach((partition, offset) -> {
            if (offset > 0) cut.add(partition);
        });
        next.putAll(from);
        next.forEach(consumer::seek);
    }

    private void measure(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> end = consumer.endOffsets(consumer.assignment(), ASK);
        lag = end.entrySet().stream()
                .mapToLong(e -> Math.max(0, e.getValue() - consumer.position(e.getKey(), ASK)))
                .sum();
        if (lag == 0) caughtUp = true;
    }

    /** Leaves out what a second's share does not reach, so that it is never fetched. */
    private void skipToTheEnd(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> end = consumer.endOffsets(consumer.assignment(), ASK);
        long each = Math.max(1, feed.perSecond() / Math.max(1, end.size()));
        end.forEach((partition, last) -> {
            long from = last - each;
            long position = consumer.position(partition, ASK);
            if (position >= from) return;
            skipped.increment(from - position);
            consumer.seek(partition, from);
            next.put(partition, from);
        });
        caughtUp = true;
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        try {
            Optional<T> value = Optional.ofNullable(record.value())
                    .map(bytes -> feed.deserializer().deserialize(record.topic(), record.headers(), bytes));
            read.increment();
            feed.receiver().accept(new Received<>(key, record.timestamp(), value));
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            if (unreadable.count() == 0) {
                log.warn(
                        "{}-{} offset {} cannot be shown; further ones are only counted: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        e.getMessage());
            }
            unreadable.increment();
        }
    }

    private void failed(KafkaException e) {
        if (problem.isEmpty())
            log.warn("Reading {} was interrupted and goes on: {}", feed.topic().name(), e.getMessage());
        String message = e.getMessage();
        problem = message == null ? e.getClass().getSimpleName() : message;
        pause(1_000);
    }

    private boolean closed() {
        return closing.getCount() == 0;
    }

    private void pause(long millis) {
        try {
            boolean unused = closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
