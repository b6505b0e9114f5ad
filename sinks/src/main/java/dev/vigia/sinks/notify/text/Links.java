package dev.vigia.sinks.notify.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.OffsetRange;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * Where more is to be found.
 *
 * @param console where people find Vigia, without a slash at the end
 * @param kibana where people find Kibana, with the space ({@code …/s/name}) if there is one, without a slash at the end; empty
 *     where there is none
 */
public record Links(String console, Optional<String> kibana) {

    /** More of them are drawn together, so that the address stays short enough for every channel. */
    private static final int MAX_RANGES = 8;

    /** The oldest Kibana that knows {@code dataViewSpec}; newer ones translate. */
    private static final String KIBANA_VERSION = "8.8.0";

    private static final Map<String, String> STREAMS =
            Map.of("logs", "logs-vigia-default", "metrics", "metrics-vigia-default", "spans", "traces-vigia-default");

    /** The alert in the console. */
    public String alert(Alert alert) {
        return console + "/#alert=" + encoded(alert.getAlertId());
    }

    /** The console's form for a silence, filled in with the alert's rule and group. */
    String silence(Alert alert) {
        Map<String, String> group = new TreeMap<>(alert.getGroup());
        List<String> matchers = new ArrayList<>();
        matchers.add("alertname=" + quoted(alert.getRuleId()));
        group.forEach((name, value) -> matchers.add(name + "=" + quoted(value)));
        return console + "/#silence=" + encoded(String.join("\n", matchers));
    }

    /**
     * The records that the alert's value was computed from, in Kibana's Discover: those of the offsets and the time of the
     * evidence. Empty without Kibana or evidence.
     */
    Optional<String> records(Alert alert) {
        List<OffsetRange> ranges = alert.getEvidence().getRanges();
        if (kibana.isEmpty() || ranges.isEmpty()) return Optional.empty();
        String topic = ranges.get(0).getTopic();
        return stream(topic)
                .map(stream -> kibana.get() + "/app/r?l=DISCOVER_APP_LOCATOR&v=" + KIBANA_VERSION + "&p="
                        + encoded(discover(stream, query(topic, ranges), alert).toString()));
    }

    /** A topic may have the installation's prefix. */
    private static Optional<String> stream(String topic) {
        return STREAMS.entrySet().stream()
                .filter(entry -> topic.endsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static ObjectNode discover(String stream, String query, Alert alert) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("timeRange")
                .put("from", Instant.ofEpochMilli(alert.getWindowStart()).toString())
                .put("to", Instant.ofEpochMilli(alert.getWindowEnd()).toString());
        json.putObject("query").put("language", "kuery").put("query", query);
        json.putObject("dataViewSpec").put("id", stream).put("title", stream).put("timeFieldName", "@timestamp");
        return json;
    }

    private static String query(String topic, List<OffsetRange> all) {
        List<OffsetRange> ranges =
                all.stream().filter(range -> range.getTopic().equals(topic)).toList();
        return "vigia.kafka.topic:" + quoted(topic) + " and "
                + (ranges.size() > MAX_RANGES ? together(ranges) : ranges)
                        .stream().map(Links::query).collect(Collectors.joining(" or ", "(", ")"));
    }

    private static String query(OffsetRange range) {
        return "(vigia.kafka.partition:" + range.getPartition() + " and vigia.kafka.offset>=" + range.getFromOffset()
                + " and vigia.kafka.offset<=" + range.getToOffset() + ")";
    }

    /** One range a partition, from the first offset to the last. */
    private static List<OffsetRange> together(List<OffsetRange> ranges) {
        BinaryOperator<OffsetRange> both = (a, b) -> new OffsetRange(
                a.getTopic(),
                a.getPartition(),
                Math.min(a.getFromOffset(), b.getFromOffset()),
                Math.max(a.getToOffset(), b.getToOffset()),
                a.getCount() + b.getCount());
        Map<Integer, OffsetRange> byPartition = new TreeMap<>();
        ranges.forEach(range -> byPartition.merge(range.getPartition(), range, both));
        return List.copyOf(byPartition.values());
    }

    /** Whether a text from elsewhere can be a link: an absolute http or https address. */
    static boolean isWeb(String text) {
        try {
            URI uri = URI.create(text);
            String scheme = uri.getScheme();
            return uri.getHost() != null && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
