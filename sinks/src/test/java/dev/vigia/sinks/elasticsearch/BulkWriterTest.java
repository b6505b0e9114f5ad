package dev.vigia.sinks.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Acknowledged;
import dev.vigia.schemas.avro.BlockCount;
import dev.vigia.schemas.avro.LedgerEntry;
import dev.vigia.sinks.DeadLetterSender;
import dev.vigia.sinks.RawRecord;
import dev.vigia.sinks.Samples;
import dev.vigia.sinks.elasticsearch.documents.DocumentId;
import dev.vigia.sinks.elasticsearch.documents.Documents;
import dev.vigia.sinks.elasticsearch.documents.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkWriterTest {

    private static final TopicPartition LOGS = new TopicPartition("logs", 0);
    private static final Topics TOPICS = Topics.of("", 1, 1);
    private static final WriterSettings SETTINGS =
            new WriterSettings(10, 1 << 20, 2, 40, 1 << 20, 10_000, 0, 100, 1_000, 0);

    /** Requests as they come in; the test answers. */
    private static final class Server implements Elasticsearch {
        private record Sent(List<Operation> entries, Consumer<BulkResult> whenDone) {
            int size() {
                return entries.size();
            }
        }

        private final Elasticsearch answering = ScriptedServer.of((method, path, body) -> {
            if (path.endsWith("_search")) return new ScriptedServer.Reply(200, """
                    {"took": 1, "timed_out": false, "_shards": {"total": 1, "successful": 1, "failed": 0},
                     "hits": {"hits": []}}""");
            if (path.endsWith("_refresh")) return new ScriptedServer.Reply(200, "{}");
            if (method.equals("GET")) return ScriptedServer.refusal(404, "missing");
            return new ScriptedServer.Reply(200, """
                    {"acknowledged": true, "template": {"aliases": {}, "mappings": {}, "settings": {}}}""");
        });

        private final Deque<Sent> sent = new ArrayDeque<>();
        private boolean away;

        @Override
        public <T> Optional<T> call(String wish, int no, Call<T> call) throws UnavailableException {
            if (away) throw new UnavailableException("away");
            return answering.call(wish, no, call);
        }

        @Override
        public void bulk(List<Operation> entries, Consumer<BulkResult> whenDone) {
            sent.add(new Sent(entries, whenDone));
        }

        @Override
        public void close() {}
    }

    private final Server server = new Server();
    private final HandClock clock = new HandClock();
    private final SinkMetrics metrics = new SinkMetrics("unit", "0");
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final MockProducer<byte[], byte[]> ledger =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final Acknowledgements acknowledgements = new Acknowledgements(
            new LedgerSender(ledger, "ledger.entries", (topic, entry) -> {
                entries.add(entry);
                return new byte[0];
            }),
            Set.of("logs"),
            0,
            clock);
    private final BulkWriter writer = new BulkWriter(
            SETTINGS,
            new Parts(
                    server,
                    new Documents(TOPICS, new Documents.Readers() {
                        @Override
                        public <T> Deserializer<T> reader(Class<T> type) {
                            return (topic, bytes) -> {
                                if (bytes.length == 0) throw new SerializationException("poison");
                                return type.cast(Samples.access());
                            };
                        }
                    }),
                    new DeadLetterSender(producer, "dead-letters", "elasticsearch"),
                    acknowledgements,
                    metrics,
                    clock));

    @AfterEach
    void countersAgree() {
        long finished = metrics.getWritten() + metrics.getKnown() + metrics.getDeadLettered() + metrics.getDropped();
        assertThat(metrics.getReceived())
                .isEqualTo(finished + metrics.getSkipped() + metrics.getGivenUp() + metrics.getPending());
        metrics.close();
    }

    @Test
    void put_poison_holdsItsOffsetUntilTheDeadLetterIsAcknowledged() {
        writer.put(List.of(record("logs", 0), poison(1), record("logs", 2)));
        answerAll(new ItemResult.Written());
        assertThat(committable()).isEqualTo(1);
        assertThat(producer.history()).hasSize(1);

        producer.completeNext();
        writer.advance();

        assertThat(committable()).isEqualTo(3);
        assertThat(metrics.getDeadLettered()).isOne();
    }

    @Test
    void put_deadLetterIsNotTaken_isSentAgain() {
        writer.put(List.of(poison(0)));
        producer.errorNext(new RuntimeException("no"));
        writer.advance();
        advanceBy(2_000);
        assertThat(producer.history()).hasSize(2);
        assertThat(committable()).isZero();

        producer.completeNext();
        writer.advance();

        assertThat(committable()).isOne();
    }

    @Test
    void put_deadLetterThatElasticsearchRejects_isDroppedWithoutAnother() {
        writer.put(List.of(record("dead-letters", 0)));
        answerAll(new ItemResult.Rejected("no"));

        assertThat(producer.history()).isEmpty();
        assertThat(metrics.getDropped()).isOne();
        assertThat(writer.committable()
                        .get(new TopicPartition("dead-letters", 0))
                        .offset())
                .isOne();
    }

    @Test
    void put_oneItemIsRefusedForNow_othersFinishAndItComesAgainLater() {
        writer.put(List.of(record("logs", 0), record("logs", 1), record("logs", 2)));
        answer(List.of(new ItemResult.Written(), new ItemResult.Retry("429", false), new ItemResult.Written()));
        assertThat(committable()).isOne();
        assertThat(server.sent).isEmpty();

        advanceBy(200);
        assertThat(server.sent.getFirst().size()).isOne();
        answerAll(new ItemResult.Written());

        assertThat(committable()).isEqualTo(3);
        assertThat(metrics.getRetries()).isOne();
    }

    @Test
    void put_noAnswer_sendsOneRequestAtATimeUntilThereIsOne() {
        writer.put(records(0, 30));
        assertThat(server.sent).hasSize(2);
        answerWith(new BulkResult.Unavailable("refused", false));
        answerWith(new BulkResult.Unavailable("refused", false));
        assertThat(server.sent).isEmpty();
        assertThat(metrics.isBlocked()).isTrue();

        advanceBy(500);
        assertThat(server.sent).hasSize(1);
        answerAll(new ItemResult.Written());

        assertThat(metrics.isBlocked()).isFalse();
        while (!server.sent.isEmpty()) answerAll(new ItemResult.Written());
        assertThat(committable()).isEqualTo(30);
    }

    @Test
    void put_wholeRequestIsRefused_onlyTheCulpritBecomesADeadLetter() {
        writer.put(records(0, 10));
        while (!server.sent.isEmpty()) {
            boolean culprit = server.sent.getFirst().entries().stream()
                    .anyMatch(entry -> entry.id().equals(DocumentId.of(LOGS, 7)));
            if (culprit) {
                answerWith(new BulkResult.Refused("413"));
            } else {
                answerAll(new ItemResult.Written());
            }
        }

        assertThat(metrics.getWritten()).isEqualTo(9);
        assertThat(producer.history()).hasSize(1);
        assertThat(committable()).isEqualTo(7);
    }

    @Test
    void put_elasticsearchIsAwayAtFirst_keepsEverythingAndGoesOn() {
        server.away = true;
        writer.put(records(0, 5));
        assertThat(server.sent).isEmpty();
        assertThat(writer.committable().get(LOGS).offset()).isZero();

        server.away = false;
        advanceBy(2_000);
        answerAll(new ItemResult.Written());

        assertThat(committable()).isEqualTo(5);
    }

    @Test
    void full_tooManyRecords_untilTheyAreWritten() {
        writer.put(records(0, 60));
        assertThat(writer.full()).isTrue();
        assertThat(writer.stuck(LOGS)).isTrue();

        while (!server.sent.isEmpty()) answerAll(new ItemResult.Written());

        assertThat(writer.full()).isFalse();
        assertThat(writer.hasRoom()).isTrue();
        assertThat(writer.stuck(LOGS)).isFalse();
    }

    @Test
    void stuck_blockedItem_stopsItsPartitionOnly() {
        writer.put(List.of(record("logs", 0), record("metrics", 0)));
        answerAll(new ItemResult.Blocked("read-only"));

        assertThat(writer.stuck(LOGS)).isTrue();
        assertThat(writer.stuck(new TopicPartition("spans", 0))).isFalse();
    }

    @Test
    void lose_recordsOnTheirWay_areNobodysAnyMore() {
        writer.put(records(0, 30));
        writer.lose(List.of(LOGS));
        while (!server.sent.isEmpty()) answerAll(new ItemResult.Retry("429", false));

        assertThat(writer.committable()).isEmpty();
        assertThat(metrics.getGivenUp()).isEqualTo(30);
        assertThat(writer.callAgainIn()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void put_documentIsTooLarge_becomesADeadLetter() {
        byte[] huge = new byte[50_000];
        java.util.Arrays.fill(huge, (byte) 'x');
        writer.put(List.of(raw("dead-letters", 0, huge), record("logs", 0)));

        assertThat(metrics.getDropped()).isOne();
        assertThat(server.sent.getFirst().size()).isOne();
    }

    @Test
    void tell_everyFate_isCountedWhereItBelongs() {
        writer.put(List.of(record("logs", 0), poison(1), record("logs", 2), record("dead-letters", 0)));
        answer(List.of(new ItemResult.Written(), new ItemResult.Known(), new ItemResult.Written()));
        producer.completeNext();
        writer.advance();

        acknowledgements.committable(writer.committable());

        assertThat(entries)
                .singleElement()
                .isEqualTo(new LedgerEntry(
                        new Acknowledged("logs", 0, List.of(new BlockCount(0L, 3L, 2L, 1L, Map.of())))));
    }

    private long committable() {
        Map<TopicPartition, OffsetAndMetadata> offsets = writer.committable();
        return offsets.get(LOGS).offset();
    }

    private void advanceBy(long millis) {
        clock.now += millis;
        writer.advance();
    }

    private void answerAll(ItemResult result) {
        answer(Collections.nCopies(server.sent.getFirst().size(), result));
    }

    private void answer(List<ItemResult> results) {
        answerWith(new BulkResult.Answered(results));
    }

    private void answerWith(BulkResult result) {
        server.sent.removeFirst().whenDone().accept(result);
        writer.advance();
    }

    private static List<RawRecord> records(int from, int count) {
        List<RawRecord> records = new ArrayList<>();
        for (int i = from; i < from + count; i++) records.add(record("logs", i));
        return records;
    }

    private static RawRecord record(String topic, long offset) {
        return raw(topic, offset, new byte[] {1});
    }

    private static RawRecord poison(long offset) {
        return raw("logs", offset, new byte[0]);
    }

    private static RawRecord raw(String topic, long offset, byte[] value) {
        return RawRecord.of(new SinkRecord(
                topic, 0, null, null, null, value, offset, Samples.MILLIS, TimestampType.LOG_APPEND_TIME));
    }
}
