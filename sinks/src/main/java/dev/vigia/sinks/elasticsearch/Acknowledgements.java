package dev.vigia.sinks.elasticsearch;

import dev.vigia.schemas.avro.Acknowledged;
import dev.vigia.schemas.avro.LedgerEntry;
import dev.vigia.sinks.Mailbox;
import dev.vigia.sinks.Offsets;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the ledger what became of the records of telemetry topics. An offset may be committed once Kafka has the entry that
 * goes up to it. For the task's thread only.
 */
final class Acknowledgements {

    private static final Logger LOG = LoggerFactory.getLogger(Acknowledgements.class);

    private static final long EVERY_MILLIS = 1_000;
    /** Sending may wait for Kafka, so that it is not tried with every batch. */
    private static final long RETRY_MILLIS = 10_000;

    private static final long QUIET_MILLIS = 60_000;

    private final LedgerSender sender;
    private final Set<String> topics;
    private final long longestWaitMillis;
    private final Clock clock;
    private final Mailbox mailbox = new Mailbox();
    private final Map<TopicPartition, BlockTally> tallies = new HashMap<>();
    private int underWay;
    private long next = Long.MIN_VALUE;
    private long retry = Long.MIN_VALUE;
    private long quietUntil = Long.MIN_VALUE;

    /**
     * @param topics names of the topics whose records are counted
     * @param longestWaitMillis for Kafka, when offsets are to be committed
     */
    Acknowledgements(LedgerSender sender, Set<String> topics, long longestWaitMillis, Clock clock) {
        this.sender = sender;
        this.topics = topics;
        this.longestWaitMillis = longestWaitMillis;
        this.clock = clock;
    }

    /** Who counts the records of a partition. */
    Offsets.Tally tally(TopicPartition partition) {
        if (!topics.contains(partition.topic())) return Offsets.Tally.NONE;
        return tallies.computeIfAbsent(partition, fresh -> new BlockTally());
    }

    /** Goes on counting from what was committed of partitions that come. */
    void resume(Map<TopicPartition, OffsetAndMetadata> committed) {
        committed.forEach((partition, offset) -> {
            if (!topics.contains(partition.topic())) return;
            BlockTally.of(offset).ifPresent(tally -> tallies.put(partition, tally));
        });
    }

    /** Tells what is new, about once a second. */
    void tellInTime() {
        mailbox.run();
        if (clock.millis() >= next) tell();
    }

    /** In how many milliseconds there is something to tell, if nothing else is counted; very many for never. */
    long callAgainIn() {
        boolean news = tallies.values().stream().anyMatch(BlockTally::hasNews);
        return news ? Math.max(0, Math.max(next, retry) - clock.millis()) : Long.MAX_VALUE;
    }

    private void tell() {
        long now = clock.millis();
        if (now < retry) return;
        next = now + EVERY_MILLIS;
        tallies.forEach((partition, tally) -> {
            if (tally.hasNews()) tell(partition, tally);
        });
    }

    private void tell(TopicPartition partition, BlockTally tally) {
        OffsetAndMetadata point = tally.point();
        Acknowledged told = new Acknowledged(partition.topic(), partition.partition(), tally.tell());
        underWay++;
        sender.send(new LedgerEntry(told), error -> mailbox.post(() -> landed(tally, point, error)));
    }

    private void landed(BlockTally tally, OffsetAndMetadata point, Optional<Exception> error) {
        underWay--;
        if (error.isEmpty()) {
            tally.acknowledged(point);
            return;
        }
        tally.refused();
        long now = clock.millis();
        retry = now + RETRY_MILLIS;
        if (now < quietUntil) return;
        quietUntil = now + QUIET_MILLIS;
        LOG.warn(
                "Documents are written, but their offsets are not committed until Kafka takes what the ledger is told: {}",
                error.get().toString());
    }

    /**
     * What may be committed: of partitions that are counted, what Kafka has the entries for. Tells what is new, and waits a
     * moment until it has been taken.
     *
     * @param done how far each partition is done
     */
    Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> done) {
        mailbox.run();
        tell();
        long deadline = clock.millis() + longestWaitMillis;
        while (underWay > 0 && clock.millis() < deadline) {
            if (!mailbox.await(deadline - clock.millis())) break;
        }
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>(done);
        // Connect would commit what it does not hear of without its metadata.
        tallies.forEach((partition, tally) -> tally.acknowledged()
                .ifPresentOrElse(point -> safe.put(partition, point), () -> safe.remove(partition)));
        return safe;
    }

    /** The partitions are somebody else's now. */
    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(tallies::remove);
    }
}
