package dev.vigia.sinks.elasticsearch;

import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.mapping.FieldType;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.json.JsonData;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds what is in a data stream already. Elasticsearch refuses an id twice only within one backing index: after a roll-over
 * the same record would be taken a second time, so records that may have been written before are looked up first.
 */
final class ExistingDocuments {

    /** Most ids of one search; above 10,000 Elasticsearch refuses. */
    static final int MAX_IDS = 2_000;

    private static final String OFFSET = "vigia.kafka.offset";

    private final Elasticsearch elasticsearch;

    ExistingDocuments(Elasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    /** Makes everything that was written findable. */
    void refresh(String stream) throws UnavailableException {
        elasticsearch.call(
                "refresh " + stream,
                Elasticsearch.NOT_FOUND,
                client -> client.indices()
                        .refresh(r -> r.index(stream).ignoreUnavailable(true).allowNoIndices(true)));
    }

    /**
     * The last offset of a partition that the stream has, from {@code from} on; {@code from - 1} if there is none.
     */
    long writtenUpTo(String stream, TopicPartition partition, long from) throws UnavailableException {
        refresh(stream);
        BoolQuery written = BoolQuery.of(b -> b.filter(
                        f -> f.term(t -> t.field("vigia.kafka.topic").value(partition.topic())))
                .filter(f -> f.term(t -> t.field("vigia.kafka.partition").value(partition.partition())))
                .filter(f -> f.range(r -> r.untyped(u -> u.field(OFFSET).gte(JsonData.of(from))))));
        List<Hit<Void>> hits = search(
                stream,
                new SearchRequest.Builder()
                        .size(1)
                        .query(q -> q.bool(written))
                        .sort(s -> s.field(
                                f -> f.field(OFFSET).order(SortOrder.Desc).unmappedType(FieldType.Long))));
        return hits.isEmpty() ? from - 1 : hits.get(0).sort().get(0).longValue();
    }

    /** Which of the ids the stream has. */
    Set<String> present(String stream, List<String> ids) throws UnavailableException {
        SearchRequest.Builder lookUp =
                new SearchRequest.Builder().size(ids.size()).query(q -> q.ids(i -> i.values(ids)));
        return search(stream, lookUp).stream().map(Hit::id).collect(Collectors.toSet());
    }

    private List<Hit<Void>> search(String stream, SearchRequest.Builder search) throws UnavailableException {
        SearchRequest request = search.index(stream)
                .ignoreUnavailable(true)
                .allowNoIndices(true)
                .allowPartialSearchResults(false)
                .source(s -> s.fetch(false))
                .trackTotalHits(t -> t.enabled(false))
                .build();
        return elasticsearch
                .call("search " + stream, Elasticsearch.NOT_FOUND, client -> client.search(request, Void.class))
                .map(answer -> answer.hits().hits())
                .orElse(List.of());
    }
}
