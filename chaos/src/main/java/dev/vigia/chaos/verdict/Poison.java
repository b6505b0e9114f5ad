package dev.vigia.chaos.verdict;

import dev.vigia.chaos.verdict.DeadLetter.Place;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Records that nobody can read, and who has to give up on each. Thread-safe. */
public final class Poison {

    private final Map<Topic, Set<String>> stages = new LinkedHashMap<>();
    private final Map<Place, byte[]> given = new LinkedHashMap<>();
    private int dose;

    public Poison(Topics topics) {
        Set<String> both = Set.of("aggregate", "elasticsearch");
        stages.put(topics.logs(), both);
        stages.put(topics.metrics(), both);
        stages.put(topics.spans(), both);
        stages.put(topics.logsRaw(), Set.of("normalize"));
        stages.put(topics.metricsRaw(), Set.of("normalize"));
        stages.put(topics.signals(), Set.of("evaluate"));
        stages.put(topics.deltas(), Set.of("rollup"));
        stages.put(topics.control(), Set.of("control"));
        stages.put(topics.alertsPosted(), Set.of("control"));
        stages.put(topics.rollups(), Set.of("elasticsearch"));
        stages.put(topics.dispatchSignals(), Set.of("dispatch"));
        stages.put(topics.alertsCurrent(), Set.of("elasticsearch"));
        stages.put(topics.notifications(), Set.of("notify"));
        stages.put(topics.deliveries(), Set.of("control"));
        // It is where dead letters go: it stays there, and becomes a document.
        stages.put(topics.deadLetters(), Set.of());
    }

    /**
     * Puts a record into every topic but {@code alerts}, whose records {@code vigia verify} takes for Vigia's own.
     *
     * @return how many records that were
     */
    public int give(KafkaProducer<byte[], byte[]> producer) throws InterruptedException, ExecutionException {
        dose++;
        for (Topic topic : stages.keySet()) give(producer, topic);
        return stages.size();
    }

    private void give(KafkaProducer<byte[], byte[]> producer, Topic topic)
            throws InterruptedException, ExecutionException {
        byte[] value = ("poison " + dose + " for " + topic.name() + " \0\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        byte[] key = ("poison-" + dose).getBytes(StandardCharsets.UTF_8);
        RecordMetadata written =
                producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
        synchronized (this) {
            given.put(new Place(written.topic(), written.partition(), written.offset()), value);
        }
    }

    /**
     * What was given.
     *
     * @param given where it lies
     * @param deadLetters those that have to be there, and their bytes
     */
    record Doses(Set<Place> given, Map<DeadLetter, byte[]> deadLetters) {}

    synchronized Doses doses() {
        Map<DeadLetter, byte[]> letters = new LinkedHashMap<>();
        given.forEach((place, value) -> stages.forEach((topic, by) -> {
            if (topic.name().equals(place.topic()))
                by.forEach(stage -> letters.put(new DeadLetter(stage, place), value));
        }));
        return new Doses(Set.copyOf(given.keySet()), letters);
    }
}
