package dev.vigia.processors.verify;

import dev.vigia.processors.verify.Transaction.Header;
import dev.vigia.schemas.avro.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Puts the frames of each transaction together again. They come from all output partitions, merged by the time at which
 * they were appended. A transaction's frames are all appended within its time-out, so after a while nothing is missing;
 * and at the end, a transaction is whole if another one followed on the same input.
 */
final class Transactions {

    /** Longer than any transaction of {@code aggregate} may take: milliseconds. */
    static final long LONGEST = 60_000;

    private final Map<Header, Transaction> open = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> newest = new HashMap<>();
    private long number;

    /**
     * Takes in a frame.
     *
     * @param follows whether its transaction was sure to be there when it was asked where all partitions end, so that those
     *     before it are whole
     */
    void add(ConsumerRecord<byte[], byte[]> record, Frame frame, boolean follows) {
        Transaction transaction =
                open.computeIfAbsent(Header.of(frame), header -> new Transaction(header, number++, record.timestamp()));
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        transaction.add(new Transaction.Part(partition, record.offset(), frame.getDeltas()));
        if (!follows) return;
        for (TopicPartition input : transaction.inputs()) newest.merge(input, transaction.number(), Math::max);
    }

    /** Takes out those that have had their time when frames of {@code now} are read. */
    List<Transaction> takeWhole(long now) {
        List<Transaction> whole = new ArrayList<>();
        for (Iterator<Transaction> all = open.values().iterator(); all.hasNext(); ) {
            Transaction transaction = all.next();
            if (transaction.seenAt() >= now - LONGEST) break;
            whole.add(transaction);
            all.remove();
        }
        return whole;
    }

    /** Takes out all that are left. */
    List<Transaction> takeRest() {
        List<Transaction> rest = List.copyOf(open.values());
        open.clear();
        return rest;
    }

    /** Whether another transaction came after it on one of its inputs. */
    boolean isFollowed(Transaction transaction) {
        return transaction.inputs().stream().anyMatch(input -> newest.getOrDefault(input, -1L) > transaction.number());
    }
}
