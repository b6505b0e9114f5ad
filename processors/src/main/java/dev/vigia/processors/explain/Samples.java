package dev.vigia.processors.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Some of the records that counted, bad ones first. */
final class Samples {

    private final int most;
    private final boolean tellsBad;
    private final List<ConsumerRecord<byte[], byte[]>> bad = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> others = new ArrayList<>();

    /** @param tellsBad whether any of them can be bad */
    Samples(int most, boolean tellsBad) {
        this.most = most;
        this.tellsBad = tellsBad;
    }

    /** Whether no record that is still to come has a place. */
    boolean isFull() {
        return (tellsBad ? bad : others).size() >= most;
    }

    void add(ConsumerRecord<byte[], byte[]> record, boolean isBad) {
        List<ConsumerRecord<byte[], byte[]>> alike = isBad ? bad : others;
        if (alike.size() < most) alike.add(record);
    }

    List<ConsumerRecord<byte[], byte[]>> all() {
        return Stream.concat(bad.stream(), others.stream()).limit(most).toList();
    }
}
