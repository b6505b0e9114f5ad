package dev.vigia.processors.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.json.Defaults;
import dev.vigia.schemas.json.InvalidRecord;
import dev.vigia.schemas.json.LogJson;
import dev.vigia.schemas.json.MetricJson;
import org.apache.avro.specific.SpecificRecord;

/** What records there are, and how they are written in a test. */
enum Kind {
    LOG {
        @Override
        Log parse(JsonNode json, Defaults defaults) throws InvalidRecord {
            return LogJson.parse(json, defaults);
        }

        @Override
        Log at(SpecificRecord log, long micros) {
            return Log.newBuilder((Log) log).setTimestamp(micros).build();
        }

        @Override
        long timestamp(SpecificRecord log) {
            return ((Log) log).getTimestamp();
        }
    },
    METRIC {
        @Override
        Metric parse(JsonNode json, Defaults defaults) throws InvalidRecord {
            return MetricJson.parse(json, defaults);
        }

        @Override
        Metric at(SpecificRecord metric, long micros) {
            return Metric.newBuilder((Metric) metric).setTimestamp(micros).build();
        }

        @Override
        long timestamp(SpecificRecord metric) {
            return ((Metric) metric).getTimestamp();
        }
    },
    SPAN {
        @Override
        Span parse(JsonNode json, Defaults defaults) throws InvalidRecord {
            return SpanJson.parse(json, defaults);
        }

        @Override
        Span at(SpecificRecord span, long micros) {
            return Span.newBuilder((Span) span).setTimestamp(micros).build();
        }

        @Override
        long timestamp(SpecificRecord span) {
            return ((Span) span).getTimestamp();
        }
    };

    /** Reads a record. */
    abstract SpecificRecord parse(JsonNode json, Defaults defaults) throws InvalidRecord;

    /** The same record at another event time. */
    abstract SpecificRecord at(SpecificRecord record, long micros);

    /** Event time: microseconds since 1970-01-01 UTC. */
    abstract long timestamp(SpecificRecord record);
}
