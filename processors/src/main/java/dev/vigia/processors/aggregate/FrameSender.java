package dev.vigia.processors.aggregate;

import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Frames as records of {@code signals} and {@code deltas}. For one thread. */
final class FrameSender implements Frames.Sink {

    private final String signals;
    private final String deltas;
    private final AvroSerializer<SpecificRecord> serializer;
    private final Consumer<ProducerRecord<byte[], byte[]>> into;

    /** @param into takes the records to send */
    FrameSender(Topics topics, RegistryClient registry, Consumer<ProducerRecord<byte[], byte[]>> into) {
        this.signals = topics.signals().name();
        this.deltas = topics.deltas().name();
        this.serializer = new AvroSerializer<>(registry);
        this.into = into;
    }

    @Override
    public void signal(int partition, Frame frame) {
        send(signals, partition, new Signal(frame));
    }

    @Override
    public void delta(int partition, Frame frame) {
        send(deltas, partition, frame);
    }

    private void send(String topic, int partition, SpecificRecord value) {
        into.accept(new ProducerRecord<>(topic, partition, null, serializer.serialize(topic, value)));
    }
}
