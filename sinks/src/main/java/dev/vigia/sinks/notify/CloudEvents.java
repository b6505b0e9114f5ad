package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Transition;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * CloudEvents 1.0 in the structured content mode: one request for each alert, which is an event by {@code source} and
 * {@code id}. The data are those of {@link VigiaMessage}.
 */
record CloudEvents(VigiaMessage data) implements WebhookFormat {

    private static final String TYPE = "application/cloudevents+json; charset=utf-8";

    @Override
    public List<Message> messages(Notification notification) {
        return switch (notification.getKind()) {
            case SUMMARY, DIGEST, HEARTBEAT -> List.of(message(notification.getId(), ofItself(notification)));
            default ->
                IntStream.range(0, notification.getAlerts().size())
                        .mapToObj(place -> message(notification, place))
                        .toList();
        };
    }

    private Message message(Notification notification, int place) {
        Alert alert = notification.getAlerts().get(place);
        String id = notification.getId() + "_" + alert.getEpisodeId() + "_" + alert.getSequence();
        return message(id, of(alert, data.alert(notification, place)));
    }

    private static Message message(String id, ObjectNode event) {
        return new Message(WebhookFormat.word(id), TYPE, event.toString());
    }

    private static ObjectNode of(Alert alert, ObjectNode data) {
        String group = new TreeMap<>(alert.getGroup())
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(","));
        ObjectNode event = event("alert." + word(alert.getTransition()), alert.getAt())
                .put("source", "/rules/" + encoded(alert.getRuleSet()) + "/" + encoded(alert.getRuleId()))
                .put("id", alert.getEpisodeId() + ":" + alert.getSequence())
                .put("partitionkey", alert.getEpisodeId());
        String subject = printable(group);
        if (!subject.isEmpty()) event.put("subject", subject);
        event.set("data", data);
        return event;
    }

    /** What is of no single alert. */
    private ObjectNode ofItself(Notification notification) {
        String kind = notification.getKind().name().toLowerCase(Locale.ROOT);
        ObjectNode event = event(kind, notification.getAt())
                .put("source", "/receivers/" + encoded(notification.getReceiver()))
                .put("id", notification.getId());
        event.set("data", data.of(notification));
        return event;
    }

    private static ObjectNode event(String type, long time) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("specversion", "1.0")
                .put("type", "dev.vigia." + type)
                .put("time", AlertText.time(time))
                .put("datacontenttype", "application/json");
    }

    private static String word(Transition transition) {
        return transition == Transition.UNKNOWN ? "changed" : transition.name().toLowerCase(Locale.ROOT);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** An attribute has no control characters (CloudEvents 1.0.2, type system). */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}|[\\x{80}-\\x{9f}]", " ").strip();
    }
}
