package dev.vigia.sinks.elasticsearch;

import dev.vigia.sinks.DeadLetterSender;
import dev.vigia.sinks.elasticsearch.documents.Documents;
import java.time.Clock;

/** What the writer works with. */
record Parts(
        Elasticsearch elasticsearch,
        Documents documents,
        DeadLetterSender deadLetters,
        Acknowledgements acknowledgements,
        SinkMetrics metrics,
        Clock clock) {}
