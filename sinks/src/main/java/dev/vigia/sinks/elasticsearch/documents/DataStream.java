package dev.vigia.sinks.elasticsearch.documents;

/**
 * A data stream by Elastic's naming scheme, {@code type-dataset-namespace}.
 *
 * @param name all three together
 */
record DataStream(String name, String type, String dataset, String namespace) {

    static DataStream of(String name) {
        String[] parts = name.split("-", 3);
        return new DataStream(name, parts[0], parts[1], parts[2]);
    }

    /** The fields that repeat the name in each document. */
    void describe(Fields fields) {
        fields.text("data_stream.type", type)
                .text("data_stream.dataset", dataset)
                .text("data_stream.namespace", namespace)
                .text("event.dataset", dataset);
    }
}
