package dev.vigia.processors.control;

import static java.util.Objects.requireNonNull;

import dev.vigia.schemas.avro.Listening;
import dev.vigia.schemas.avro.Post;
import dev.vigia.schemas.avro.Signal;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Passes on alerts from outside, and at most once a second, however many listen, that somebody does. */
final class PostProcessor implements Processor<byte[], Post, byte[], Signal> {

    private static final long A_SECOND = 1_000;

    private @Nullable ProcessorContext<byte[], Signal> context;
    private long heard;

    @Override
    public void init(ProcessorContext<byte[], Signal> initialized) {
        context = initialized;
    }

    @Override
    public void process(Record<byte[], Post> post) {
        Object body = post.value().getBody();
        if (body instanceof Listening listening) {
            if (listening.getAt() < heard + A_SECOND) return;
            heard = listening.getAt();
        }
        requireNonNull(context).forward(new Record<>(null, new Signal(body), post.timestamp()));
    }
}
