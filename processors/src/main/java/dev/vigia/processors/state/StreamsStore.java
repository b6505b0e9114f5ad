package dev.vigia.processors.state;

import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** An {@link OrderedStore} over a store of Kafka Streams, whose serdes have to be those of bytes as they are. */
public final class StreamsStore implements OrderedStore {

    private final KeyValueStore<Bytes, byte[]> store;

    public StreamsStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        return Optional.ofNullable(store.get(Bytes.wrap(key)));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(Bytes.wrap(key), value);
    }

    @Override
    public void delete(byte[] key) {
        store.delete(Bytes.wrap(key));
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        if (Arrays.compareUnsigned(from, to) >= 0) return;
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(Bytes.wrap(from), Bytes.wrap(to))) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                // Streams' ranges include their end.
                if (Arrays.equals(entry.key.get(), to)) return;
                if (!visitor.visit(entry.key.get(), entry.value)) return;
            }
        }
    }
}
