package dev.vigia.processors.normalize;

import dev.vigia.processors.normalize.RawReader.Item;
import dev.vigia.runtime.DeadLetters;
import dev.vigia.schemas.serde.RegistryClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Reads foreign records of one kind, and sends each to the canonical topic, to the dead letters, or nowhere. */
final class Normalizer<T> implements Processor<byte[], byte[], byte[], Object> {

    static final String STAGE = "normalize";

    /** How far a record's time may lie ahead of its arrival. */
    private static final Duration MAX_AHEAD = Duration.ofMinutes(10);

    private final Kind<T> kind;
    private final RawReader<T> reader;
    private final Counters counters;

    private @Nullable ProcessorContext<byte[], Object> context;
    private @Nullable SeenIds seen;

    Normalizer(Kind<T> kind, RegistryClient registry, Counters counters) {
        this.kind = kind;
        this.reader = new RawReader<>(kind, registry);
        this.counters = counters;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> initialized) {
        context = initialized;
        seen = new SeenIds(initialized.getStateStore(NormalizeTopology.idsOf(kind)));
    }

    @Override
    public void process(Record<byte[], byte[]> raw) {
        byte[] value = raw.value() == null ? new byte[0] : raw.value();
        for (Item<T> item : reader.read(value, raw.headers(), Instant.ofEpochMilli(raw.timestamp()))) {
            if (item instanceof Item.Bad<T> bad) bury(raw, bad.bytes(), bad.reason());
            else if (item instanceof Item.Good<T> good) accept(raw, value, good.record());
        }
    }

    private void accept(Record<byte[], byte[]> raw, byte[] value, T record) {
        long ahead = kind.timestamp().applyAsLong(record) / 1_000 - raw.timestamp();
        if (ahead > MAX_AHEAD.toMillis()) {
            bury(raw, value, "timestamp: it lies " + Duration.ofMillis(ahead) + " ahead of the record's arrival");
            return;
        }
        Optional<String> id = kind.id().apply(record);
        if (id.isPresent() && !id.get().isEmpty() && !initialized(seen).add(id.get(), raw.timestamp())) {
            counters.duplicate().increment();
            return;
        }
        Headers headers = new RecordHeaders(raw.headers());
        headers.remove(NormalizeTopology.CONTENT_TYPE);
        byte[] key = kind.key().apply(record).orElse(null);
        Record<byte[], Object> canonical = new Record<>(key, record, raw.timestamp(), headers);
        initialized(context).forward(canonical, NormalizeTopology.canonicalSink(kind));
        counters.accepted().increment();
    }

    private void bury(Record<byte[], byte[]> raw, byte[] bytes, String reason) {
        ProcessorContext<byte[], Object> to = initialized(context);
        RecordMetadata source = to.recordMetadata().orElseThrow();
        Headers headers =
                DeadLetters.headers(raw.headers(), STAGE, reason, source.topic(), source.partition(), source.offset());
        to.forward(
                new Record<byte[], Object>(raw.key(), bytes, raw.timestamp(), headers),
                NormalizeTopology.deadLetterSink(kind));
        counters.dead().increment();
    }

    private static <X> X initialized(@Nullable X field) {
        if (field == null) throw new IllegalStateException("Kafka Streams calls init first.");
        return field;
    }
}
