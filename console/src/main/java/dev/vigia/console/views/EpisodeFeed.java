package dev.vigia.console.views;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/**
 * The episodes that statistics are made of, as far as {@code alerts} has been read back. It is read beside the history, which needs
 * far less of it and at once.
 */
public final class EpisodeFeed {

    /** About 1 KB each. */
    private static final int KEPT = 20_000;

    /** An episode has four transitions or so, and a transaction leaves a marker. In each partition. */
    private static final int TRANSITIONS = 50_000;

    private final Episodes episodes = new Episodes(KEPT);
    private final TopicReader<Alert> reader;

    /** @param first who reads before: what people look at comes first */
    EpisodeFeed(TopicReader<Alert> first, RegistryClient registry, KafkaSettings kafka, MeterRegistry metrics) {
        Feed<Alert> feed = Feed.ofValues(
                        kafka.topics().alerts(),
                        Start.last(TRANSITIONS),
                        new AvroDeserializer<>(registry, Alert.class),
                        episodes::accept)
                .named("alerts-statistics");
        this.reader = new TopicReader<>(feed, kafka, metrics).after(first);
    }

    TopicReader<Alert> reader() {
        return reader;
    }

    /** Those that were active and began within a time; from inclusive, to exclusive, milliseconds since 1970-01-01 UTC. */
    public List<Episode> began(long from, long to) {
        return episodes.began(from, to);
    }

    /** Episodes that began before may be missing: milliseconds since 1970-01-01 UTC; 0 while none are. */
    public long knownFrom() {
        return Math.max(episodes.forgotten(), reader.readFrom());
    }

    /** Whether all that was there at the start has been read. */
    public boolean isComplete() {
        return TopicReader.problems(List.of(reader)).isEmpty();
    }
}
