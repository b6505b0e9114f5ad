package dev.vigia.processors.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.platform.EmbeddedBroker;
import dev.vigia.processors.watch.Figure.Measure;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.schemas.Topic;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What transactions leave in a log is no lag, and what lies behind it is. */
class KafkaLogIT {

    private static final long STEP = 10_000;

    @TempDir
    private Path folder;

    private KafkaProducer<byte[], byte[]> producer;
    private Backlog backlog;
    private Topic logs;
    private long now = System.currentTimeMillis();

    @Test
    void look_transactionsCommittedAbortedAndOpen() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0, Map.of())) {
            KafkaSettings kafka =
                    new KafkaSettings(broker.bootstrapServers(), "http://unused", "x-", 1, 1, (short) 1, Map.of());
            new TopicInstaller(kafka).install();
            logs = kafka.topics().logs();
            Map<String, Object> config = kafka.producer();
            config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test");
            try (KafkaProducer<byte[], byte[]> opened =
                            new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
                    Admin admin = Admin.create(kafka.common());
                    KafkaLog log = new KafkaLog(kafka)) {
                producer = opened;
                backlog = new Backlog(log);
                producer.initTransactions();
                look(admin);
            }
        }
    }

    private void look(Admin admin) throws Exception {
        write();
        producer.commitTransaction();
        commit(admin, "x-vigia-reader", 1);
        commit(admin, "somebody-elses", 0);
        assertThat(delay()).isZero();
        assertThat(delay()).as("a marker is ahead").isZero();
        assertThat(backlog.look(now).keySet()).allMatch(it -> it.attributes().containsValue("x-vigia-reader"));

        write();
        producer.abortTransaction();
        assertThat(delay()).isZero();
        assertThat(delay()).as("what was aborted is ahead").isZero();

        write();
        assertThat(delay()).isZero();
        assertThat(delay()).as("a transaction is open").isZero();
        assertThat(delay()).as("it is open still").isEqualTo(STEP / 1e3);
        producer.commitTransaction();
        assertThat(delay()).as("a record is ahead").isGreaterThan(STEP / 1e3);

        commit(admin, "x-vigia-reader", 5);
        assertThat(delay()).isZero();
    }

    private void write() throws Exception {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(logs.name(), new byte[] {1})).get();
    }

    private void commit(Admin admin, String group, long offset) throws Exception {
        var offsets = Map.of(new TopicPartition(logs.name(), 0), new OffsetAndMetadata(offset));
        admin.alterConsumerGroupOffsets(group, offsets).all().get();
    }

    /** At the next look. */
    private double delay() {
        now += STEP;
        return backlog.look(now)
                .getOrDefault(
                        Figure.of(Measure.DELAY, Map.of("group", "x-vigia-reader", "topic", logs.name())), Double.NaN);
    }
}
