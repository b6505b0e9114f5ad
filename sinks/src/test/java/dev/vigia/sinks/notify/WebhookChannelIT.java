package dev.vigia.sinks.notify;

import static dev.vigia.sinks.notify.Strict.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;

/** Alertmanager's body: the default. */
class WebhookChannelIT extends SignedWebhookContract {

    private static final Map<String, JsonNodeType> MESSAGE = Map.ofEntries(
            Map.entry("version", JsonNodeType.STRING),
            Map.entry("groupKey", JsonNodeType.STRING),
            Map.entry("truncatedAlerts", JsonNodeType.NUMBER),
            Map.entry("status", JsonNodeType.STRING),
            Map.entry("receiver", JsonNodeType.STRING),
            Map.entry("groupLabels", JsonNodeType.OBJECT),
            Map.entry("commonLabels", JsonNodeType.OBJECT),
            Map.entry("commonAnnotations", JsonNodeType.OBJECT),
            Map.entry("routeLabels", JsonNodeType.OBJECT),
            Map.entry("externalURL", JsonNodeType.STRING),
            Map.entry("notification_reason", JsonNodeType.STRING),
            Map.entry("alerts", JsonNodeType.ARRAY));

    private static final Map<String, JsonNodeType> ALERT = Map.of(
            "status", JsonNodeType.STRING,
            "labels", JsonNodeType.OBJECT,
            "annotations", JsonNodeType.OBJECT,
            "startsAt", JsonNodeType.STRING,
            "endsAt", JsonNodeType.STRING,
            "generatorURL", JsonNodeType.STRING,
            "fingerprint", JsonNodeType.STRING);

    private static final OffsetDateTime NO_END = OffsetDateTime.parse("0001-01-01T00:00:00Z");

    @Override
    String format() {
        return "";
    }

    /** As a program in Go reads it that decodes into Alertmanager's own types and allows no other fields. */
    @Override
    void read(HttpPeer.Received request) {
        JsonNode message = Strict.json(request, "not JSON");
        Strict.onlyText(message);
        typed(message, MESSAGE, "message");
        require(message.path("version").asText().equals("4"), "version");
        require(message.path("truncatedAlerts").canConvertToLong(), "truncatedAlerts");
        require(!message.path("groupKey").asText().isEmpty(), "groupKey");
        require(message.path("receiver").asText().equals("r"), "receiver");
        URI.create(message.path("externalURL").asText());
        for (String labels : new String[] {"groupLabels", "commonLabels", "commonAnnotations", "routeLabels"}) {
            texts(message.path(labels), labels);
        }
        boolean firing = false;
        for (JsonNode alert : message.path("alerts")) {
            alert(alert);
            firing |= alert.path("status").asText().equals("firing");
            inAll(message.path("commonLabels"), alert.path("labels"));
            inAll(message.path("commonAnnotations"), alert.path("annotations"));
        }
        require(!message.path("alerts").isEmpty(), "no alerts");
        require(message.path("status").asText().equals(firing ? "firing" : "resolved"), "status");
    }

    private static void alert(JsonNode alert) {
        typed(alert, ALERT, "alert");
        String status = alert.path("status").asText();
        require(Set.of("firing", "resolved").contains(status), "status of alert");
        texts(alert.path("labels"), "labels");
        texts(alert.path("annotations"), "annotations");
        require(!alert.path("labels").path("alertname").asText().isEmpty(), "alertname");
        OffsetDateTime start = OffsetDateTime.parse(alert.path("startsAt").asText());
        OffsetDateTime end = OffsetDateTime.parse(alert.path("endsAt").asText());
        require(status.equals("firing") ? end.isEqual(NO_END) : !end.isBefore(start), "endsAt");
        URI.create(alert.path("generatorURL").asText());
        require(alert.path("fingerprint").asText().matches("[0-9a-f]{16}"), "fingerprint");
    }

    /** All of these fields, and no others. */
    private static void typed(JsonNode object, Map<String, JsonNodeType> fields, String words) {
        Strict.fields(object, fields.keySet(), words);
        fields.forEach((field, type) -> require(object.path(field).getNodeType() == type, words + ": " + field));
    }

    private static void texts(JsonNode map, String words) {
        map.forEach(value -> require(value.isTextual(), words));
    }

    private static void inAll(JsonNode common, JsonNode one) {
        common.properties()
                .forEach(entry -> require(entry.getValue().equals(one.get(entry.getKey())), "not common: " + entry));
    }
}
