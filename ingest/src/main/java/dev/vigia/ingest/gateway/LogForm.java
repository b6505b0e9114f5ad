package dev.vigia.ingest.gateway;

import com.fasterxml.jackson.core.JsonParser;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.json.Defaults;
import dev.vigia.schemas.json.InvalidRecord;
import dev.vigia.schemas.json.LogJson;
import dev.vigia.schemas.serde.RegistryClient;
import java.io.IOException;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Logs: no key, so that they spread over the partitions in large batches. */
final class LogForm implements RecordForm<Log> {

    private final Encoder<Log> encoder;

    LogForm(RegistryClient registry, Topics topics) {
        this.encoder = new Encoder<>(registry, topics.logs(), topics.logsRaw());
    }

    @Override
    public String signal() {
        return "logs";
    }

    @Override
    public Log parse(JsonParser parser, Defaults defaults) throws IOException, InvalidRecord {
        return LogJson.parse(parser, defaults);
    }

    @Override
    public long timestamp(Log log) {
        return log.getTimestamp();
    }

    @Override
    public ProducerRecord<byte[], byte[]> encode(Log log) {
        return encoder.encode(log, log.getId(), null);
    }
}
