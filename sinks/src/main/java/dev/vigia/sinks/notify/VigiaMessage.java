package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.Reasons;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.json.AvroJson;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Vigia's own body: the notification, and of each alert what most readers want beside the whole record as it is in
 * the topic {@code alerts}. Fields are added, never changed.
 *
 * @param externalUrl where a person finds Vigia, without a slash at the end
 */
record VigiaMessage(String externalUrl) implements WebhookFormat {

    @Override
    public List<Message> messages(Notification notification) {
        return WebhookFormat.one(notification, of(notification));
    }

    ObjectNode of(Notification notification) {
        ObjectNode message = JsonNodeFactory.instance
                .objectNode()
                .put("version", "1")
                .put("id", notification.getId())
                .put("kind", notification.getKind().name().toLowerCase(Locale.ROOT))
                .put("receiver", notification.getReceiver())
                .put("route", notification.getRoute())
                .put("group_key", notification.getGroupKey())
                .put("reason", notification.getReason())
                .put("timestamp", AlertText.time(notification.getAt()))
                .put("external_url", externalUrl);
        if (notification.getFallbackFor() != null) message.put("fallback_for", notification.getFallbackFor());
        if (notification.getSince() != null) message.put("since", AlertText.time(notification.getSince()));
        ObjectNode labels = message.putObject("group_labels");
        notification.getGroupLabels().forEach(labels::put);
        ArrayNode alerts = message.putArray("alerts");
        for (int i = 0; i < notification.getAlerts().size(); i++) alerts.add(alert(notification, i));
        ArrayNode summary = message.putArray("summary");
        notification.getSummary().forEach(line -> summary.add(AvroJson.of(line)));
        return message;
    }

    /** @param place of the alert in the notification, from 0 */
    ObjectNode alert(Notification notification, int place) {
        Alert alert = notification.getAlerts().get(place);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("timestamp", AlertText.time(alert.getAt()))
                .put("status", AlertText.resolved(alert) ? "resolved" : "firing")
                .put("severity", AlertText.severity(alert))
                .put("title", alert.getTitle())
                .put("message", alert.getSummary())
                .put(
                        "service",
                        Stream.of("service.name", "service")
                                .map(name -> alert.getGroup().getOrDefault(name, ""))
                                .filter(name -> !name.isEmpty())
                                .findFirst()
                                .orElse(""))
                .put("reason", Reasons.of(notification, place))
                .put("url", externalUrl + "/#alert=" + alert.getAlertId());
        json.set("metadata", AvroJson.of(alert));
        return json;
    }
}
