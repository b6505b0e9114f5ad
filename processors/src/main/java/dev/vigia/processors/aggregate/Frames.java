package dev.vigia.processors.aggregate;

import dev.vigia.processors.rules.AlertId;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;

/** Packs the deltas of a transaction into frames, one or a few for each output partition. For one thread. */
final class Frames {

    /** About how large a frame may get, in bytes. */
    static final int MAX_BYTES = 500_000;

    private static final int MAX_KNOWN = 100_000;

    private final Topics topics;
    private final int signalPartitions;
    private final int deltaPartitions;
    private final AvroSerializer<SpecificRecord> serializer;
    private final Map<List<String>, Integer> partitions = new HashMap<>();

    /** The partitions that the topics really have; they may differ from the settings. */
    Frames(Topics topics, int signalPartitions, int deltaPartitions, RegistryClient registry) {
        this.topics = topics;
        this.signalPartitions = signalPartitions;
        this.deltaPartitions = deltaPartitions;
        this.serializer = new AvroSerializer<>(registry);
    }

    /** All that the frames of one transaction have in common. */
    record Header(List<Cut> cuts, long rulesOffset, long writtenAt) {

        Frame with(List<Delta> deltas, boolean partial) {
            return new Frame(cuts, rulesOffset, writtenAt, deltas, partial);
        }
    }

    /** Gives the records to send: at least one for each partition of {@code signals}. */
    void pack(Header header, List<Delta> deltas, Consumer<ProducerRecord<byte[], byte[]>> into) {
        List<List<Delta>> signals = empty(signalPartitions);
        List<List<Delta>> builtIn = empty(deltaPartitions);
        for (Delta delta : deltas) {
            boolean rule = delta.getSpec() != 0;
            (rule ? signals : builtIn).get(partition(delta, rule)).add(delta);
        }
        for (int i = 0; i < signalPartitions; i++) {
            send(topics.signals().name(), i, pieces(header, signals.get(i)), Signal::new, into);
        }
        for (int i = 0; i < deltaPartitions; i++) {
            if (builtIn.get(i).isEmpty()) continue;
            send(topics.deltas().name(), i, pieces(header, builtIn.get(i)), frame -> frame, into);
        }
    }

    private void send(
            String topic,
            int partition,
            List<Frame> frames,
            Function<Frame, SpecificRecord> form,
            Consumer<ProducerRecord<byte[], byte[]>> into) {
        for (Frame frame : frames) {
            byte[] value = serializer.serialize(topic, form.apply(frame));
            into.accept(new ProducerRecord<>(topic, partition, null, value));
        }
    }

    /** Splits a frame that gets too large. */
    private static List<Frame> pieces(Header header, List<Delta> deltas) {
        List<Frame> frames = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < deltas.size(); i++) {
            long size = size(deltas.get(i));
            if (i > from && bytes + size > MAX_BYTES) {
                frames.add(header.with(deltas.subList(from, i), true));
                from = i;
                bytes = 0;
            }
            bytes += size;
        }
        frames.add(header.with(deltas.subList(from, deltas.size()), false));
        return frames;
    }

    /** About how many bytes a delta takes; rather too many. */
    private static long size(Delta delta) {
        long size = 120L + delta.getSeries().length() + delta.getInstance().length();
        for (String value : delta.getGroup()) size += 2 + 3L * value.length();
        return delta.getSketch() == null ? size : size + delta.getSketch().remaining();
    }

    private int partition(Delta delta, boolean rule) {
        List<String> key = new ArrayList<>(delta.getGroup().size() + 1);
        key.add(delta.getSeries());
        key.addAll(delta.getGroup());
        Integer known = partitions.get(key);
        if (known != null) return known;
        int partition = rule
                ? AlertId.partition(AlertId.of(delta.getSeries(), delta.getGroup()), signalPartitions)
                : seriesPartition(key, deltaPartitions);
        if (partitions.size() >= MAX_KNOWN) partitions.clear();
        partitions.put(key, partition);
        return partition;
    }

    private static int seriesPartition(List<String> key, int partitions) {
        byte[] bytes = String.join("\0", key).getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(bytes)) % partitions;
    }

    private static List<List<Delta>> empty(int partitions) {
        List<List<Delta>> lists = new ArrayList<>(partitions);
        for (int i = 0; i < partitions; i++) lists.add(new ArrayList<>());
        return lists;
    }
}
