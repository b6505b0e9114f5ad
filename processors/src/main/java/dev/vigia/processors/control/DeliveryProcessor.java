package dev.vigia.processors.control;

import static java.util.Objects.requireNonNull;

import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DispatchSignal;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Passes on what came of notifications. */
final class DeliveryProcessor implements Processor<byte[], Delivery, byte[], DispatchSignal> {

    private @Nullable ProcessorContext<byte[], DispatchSignal> context;

    @Override
    public void init(ProcessorContext<byte[], DispatchSignal> initialized) {
        context = initialized;
    }

    @Override
    public void process(Record<byte[], Delivery> delivery) {
        requireNonNull(context).forward(new Record<>(null, new DispatchSignal(delivery.value()), delivery.timestamp()));
    }
}
