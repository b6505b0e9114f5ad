package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All requests by series over all buckets.
 *
 * @param series by service and route; the route of a service's total is empty
 */
record SeriesTotals(Map<List<String>, Totals> series) {

    /** Adds the deltas up that {@code aggregate} has written. */
    static SeriesTotals ofDeltas(KafkaSettings kafka, Tail tail) {
        SeriesTotals totals = new SeriesTotals(new HashMap<>());
        try (RegistryClient registry = Cluster.registry(kafka);
                AvroDeserializer<Frame> frames = new AvroDeserializer<>(registry, Frame.class)) {
            tail.read(record -> {
                Frame frame = frames.deserialize(record.topic(), record.value());
                if (frame != null) frame.getDeltas().forEach(totals::add);
            });
        }
        return totals;
    }

    /** Adds up what a peer has written: the last record of each key. */
    static SeriesTotals ofResults(Tail tail) {
        Map<String, Delta> last = new HashMap<>();
        tail.read(record -> last.put(new String(record.key(), StandardCharsets.UTF_8), delta(record.value())));
        SeriesTotals totals = new SeriesTotals(new HashMap<>());
        last.values().forEach(totals::add);
        return totals;
    }

    private static Delta delta(byte[] bytes) {
        try {
            return Delta.fromByteBuffer(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("not a delta", e);
        }
    }

    private void add(Delta delta) {
        if (!delta.getSeries().equals(Expectation.REQUESTS)) return;
        series.computeIfAbsent(delta.getGroup(), group -> new Totals()).merge(delta);
    }
}
