package dev.vigia.sinks.elasticsearch.documents;

import com.fasterxml.jackson.core.io.SerializedString;

/**
 * A data stream by Elastic's naming scheme, {@code type-dataset-namespace}.
 *
 * @param name all three together
 * @param parts the same as each document repeats them, as JSON
 */
record DataStream(String name, String dataset, SerializedString parts) {

    static DataStream of(String name) {
        String[] parts = name.split("-", 3);
        String json = "{\"type\":\"%s\",\"dataset\":\"%s\",\"namespace\":\"%s\"}".formatted((Object[]) parts);
        return new DataStream(name, parts[1], new SerializedString(json));
    }

    /** The fields that repeat the name in each document. */
    void describe(Fields fields) {
        fields.raw("data_stream", parts).text("event.dataset", dataset);
    }
}
