package dev.vigia.sinks.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Acknowledged;
import dev.vigia.schemas.avro.BlockCount;
import dev.vigia.schemas.avro.LedgerEntry;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {

    private static final TopicPartition LOGS = new TopicPartition("logs", 3);
    private static final TopicPartition ALERTS = new TopicPartition("alerts", 0);

    private final HandClock clock = new HandClock();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final List<LedgerEntry> entries = new ArrayList<>();
    private boolean registryAway;
    private final Acknowledgements acknowledgements = new Acknowledgements(
            new LedgerSender(producer, "ledger.entries", (topic, entry) -> {
                if (registryAway) throw new RegistryUnavailableException("away");
                entries.add(entry);
                return new byte[0];
            }),
            Set.of("logs"),
            0,
            clock);

    @Test
    void committable_entryIsNotTakenYet_commitsNothingOfThePartition() {
        pass(0, 3);
        Map<TopicPartition, OffsetAndMetadata> done =
                Map.of(LOGS, new OffsetAndMetadata(3), ALERTS, new OffsetAndMetadata(7));

        assertThat(acknowledgements.committable(done)).isEqualTo(Map.of(ALERTS, new OffsetAndMetadata(7)));

        producer.completeNext();
        assertThat(acknowledgements.committable(done))
                .isEqualTo(Map.of(LOGS, new OffsetAndMetadata(3, "0,3,0,0,0"), ALERTS, new OffsetAndMetadata(7)));
    }

    @Test
    void committable_newRecordsAreNotTaken_commitsWhatWas() {
        pass(0, 3);
        acknowledgements.tellInTime();
        producer.completeNext();
        pass(3, 5);

        assertThat(commit(5)).isEqualTo(new OffsetAndMetadata(3, "0,3,0,0,0"));
        assertThat(entries)
                .last()
                .isEqualTo(new LedgerEntry(
                        new Acknowledged("logs", 3, List.of(new BlockCount(0L, 5L, 5L, 0L, Map.of())))));
    }

    @Test
    void tellInTime_manyBatches_tellsOnceASecond() {
        pass(0, 1);
        acknowledgements.tellInTime();
        pass(1, 2);
        acknowledgements.tellInTime();
        assertThat(entries).hasSize(1);
        assertThat(acknowledgements.callAgainIn()).isBetween(900L, 1_000L);

        clock.now += 1_000;
        acknowledgements.tellInTime();
        assertThat(entries).hasSize(2);
        assertThat(acknowledgements.callAgainIn()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void tellInTime_kafkaDoesNotTakeIt_triesAgainLater() {
        pass(0, 3);
        acknowledgements.tellInTime();
        producer.errorNext(new RuntimeException("no"));
        assertThat(acknowledgements.committable(Map.of(LOGS, new OffsetAndMetadata(3))))
                .isEmpty();
        assertThat(entries).hasSize(1);
        assertThat(acknowledgements.callAgainIn()).isBetween(9_000L, 10_000L);

        clock.now += 11_000;
        acknowledgements.tellInTime();
        producer.completeNext();
        assertThat(commit(3)).isEqualTo(new OffsetAndMetadata(3, "0,3,0,0,0"));
    }

    @Test
    void tellInTime_registryIsAway_goesOnByItself() {
        registryAway = true;
        pass(0, 3);
        assertThat(acknowledgements.committable(Map.of(LOGS, new OffsetAndMetadata(3))))
                .isEmpty();

        acknowledgements.tellInTime();
        assertThat(acknowledgements.callAgainIn()).isBetween(9_000L, 10_000L);

        registryAway = false;
        clock.now += 11_000;
        acknowledgements.tellInTime();
        producer.completeNext();
        assertThat(commit(3).offset()).isEqualTo(3);
    }

    @Test
    void resume_committedPoint_isCommittedAgainAndGoesOn() {
        acknowledgements.resume(
                Map.of(LOGS, new OffsetAndMetadata(10, "0,8,2,0,0"), ALERTS, new OffsetAndMetadata(7, "0,1,0,0,0")));
        assertThat(acknowledgements.committable(Map.of()))
                .isEqualTo(Map.of(LOGS, new OffsetAndMetadata(10, "0,8,2,0,0")));

        pass(10, 12);
        clock.now += 1_000;
        acknowledgements.tellInTime();
        producer.completeNext();
        assertThat(commit(12)).isEqualTo(new OffsetAndMetadata(12, "0,10,2,0,0"));
    }

    @Test
    void forget_partition_isCountedAnew() {
        pass(0, 3);
        acknowledgements.forget(List.of(LOGS));
        assertThat(acknowledgements.committable(Map.of())).isEmpty();
        assertThat(entries).isEmpty();

        pass(5, 6);
        clock.now += 1_000;
        acknowledgements.tellInTime();
        assertThat(entries)
                .singleElement()
                .isEqualTo(new LedgerEntry(
                        new Acknowledged("logs", 3, List.of(new BlockCount(5L, 6L, 1L, 0L, Map.of())))));
    }

    @Test
    void tally_ofATopicThatIsNotCounted_tellsNothing() {
        acknowledgements.tally(ALERTS).passed(0, Fate.WRITTEN.ordinal());
        acknowledgements.tellInTime();

        assertThat(entries).isEmpty();
    }

    private OffsetAndMetadata commit(long done) {
        return acknowledgements
                .committable(Map.of(LOGS, new OffsetAndMetadata(done)))
                .get(LOGS);
    }

    private void pass(long from, long to) {
        for (long offset = from; offset < to; offset++) {
            acknowledgements.tally(LOGS).passed(offset, Fate.WRITTEN.ordinal());
        }
    }
}
