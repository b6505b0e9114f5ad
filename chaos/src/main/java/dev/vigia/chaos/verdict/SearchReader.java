package dev.vigia.chaos.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.chaos.cluster.Http;
import dev.vigia.chaos.load.RecordId;
import dev.vigia.chaos.load.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** Reads what is in Elasticsearch, by its REST API. */
final class SearchReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 10_000;

    private final URI url;

    SearchReader(URI url) {
        this.url = url;
    }

    /** How many documents there are. */
    long count(String index) {
        call("POST", "/" + index + "/_refresh?ignore_unavailable=true", "");
        return call("GET", "/" + index + "/_count?ignore_unavailable=true", "")
                .path("count")
                .asLong();
    }

    /** The records of the load that are there. */
    Arrivals arrivals(Signal signal) {
        Arrivals arrivals = new Arrivals();
        String index = signal.dataStream();
        call("POST", "/" + index + "/_refresh?ignore_unavailable=true", "");
        String pit = call("POST", "/" + index + "/_pit?keep_alive=2m&ignore_unavailable=true", "")
                .path("id")
                .asText();
        String after = "";
        while (true) {
            JsonNode hits = call("POST", "/_search", """
                    {"size": %d, "pit": {"id": "%s", "keep_alive": "2m"}, "sort": ["_shard_doc"], "_source": false,
                     "track_total_hits": false, "docvalue_fields": ["%s"]%s}""".formatted(PAGE, pit, signal.idField(), after))
                    .at("/hits/hits");
            if (hits.isEmpty()) break;
            for (JsonNode hit : hits) {
                String id = hit.path("fields").path(signal.idField()).path(0).asText();
                String document =
                        hit.path("_index").asText() + "/" + hit.path("_id").asText();
                RecordId.parse(id).ifPresent(known -> arrivals.add(known, document));
            }
            after = ", \"search_after\": " + hits.get(hits.size() - 1).path("sort");
        }
        call("DELETE", "/_pit", "{\"id\": \"" + pit + "\"}");
        return arrivals;
    }

    /** Sums of {@code rollup.count} by service, of a kind of series. */
    Map<String, Long> rollups(String kind) {
        // Requests are summed up by route as well.
        String total =
                kind.equals("requests") ? ", \"must_not\": {\"exists\": {\"field\": \"rollup.dimensions\"}}" : "";
        call("POST", "/vigia-rollups-*/_refresh", "");
        JsonNode buckets = call("POST", "/vigia-rollups-*/_search", """
                {"size": 0, "query": {"bool": {"filter": {"term": {"rollup.kind": "%s"}}%s}},
                 "aggs": {"services": {"terms": {"field": "service.name", "size": 1000},
                   "aggs": {"n": {"sum": {"field": "rollup.count"}}}}}}""".formatted(kind, total))
                .at("/aggregations/services/buckets");
        Map<String, Long> sums = new TreeMap<>();
        for (JsonNode bucket : buckets) {
            sums.put(
                    bucket.path("key").asText(),
                    Math.round(bucket.at("/n/value").asDouble()));
        }
        return sums;
    }

    private JsonNode call(String method, String path, String body) {
        Http.Answer answer = Http.call(method, url.resolve(path), body);
        try {
            if (answer.status() / 100 != 2) throw new IOException(method + " " + path + ": " + answer.body());
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
