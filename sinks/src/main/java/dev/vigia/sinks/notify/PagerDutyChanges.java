package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.Reasons;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.sinks.notify.text.AlertSection;
import dev.vigia.sinks.notify.text.NotificationText;
import dev.vigia.sinks.notify.text.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The change events of PagerDuty's Events API v2 for a notification: that something is not as it was, for instance that a release is
 * there, as the rule of the alert says. They open no incident, end by themselves, and have no key.
 */
record PagerDutyChanges(String routingKey, Texts texts) {

    private static final Set<NotificationKind> GATHERED = Set.of(NotificationKind.SUMMARY, NotificationKind.DIGEST);

    /** Of what goes on with an alert afterwards there is nothing to say: a change has been. */
    List<ObjectNode> of(Notification notification) {
        NotificationText text = texts.of(notification);
        if (GATHERED.contains(notification.getKind())) return List.of(summary(notification, text));
        Set<String> began = new HashSet<>();
        for (int i = 0; i < notification.getAlerts().size(); i++) {
            if (!Reasons.of(notification, i).equals(Reasons.BECAME_ACTIVE)) continue;
            began.add(notification.getAlerts().get(i).getEpisodeId());
        }
        return text.alerts().stream()
                .filter(section -> began.contains(section.alert().getEpisodeId()) && !section.isOver())
                .map(this::change)
                .toList();
    }

    private ObjectNode change(AlertSection section) {
        Alert alert = section.alert();
        ObjectNode event = event(section.title() + ": " + section.summary(), alert.getStartedAt());
        ObjectNode payload = ((ObjectNode) event.get("payload")).put("source", PagerDutyEvents.source(alert));
        payload.set("custom_details", PagerDutyEvents.details(section));
        event.set("links", PagerDutyEvents.links(section.links()));
        return PagerDutyEvents.cutDetails(event);
    }

    private ObjectNode summary(Notification notification, NotificationText text) {
        String said = text.lines().isEmpty() ? text.lead() : String.join("; ", text.lines());
        ObjectNode event = event(text.title() + ": " + said, notification.getAt());
        ((ObjectNode) event.get("payload")).put("source", "vigia");
        event.set("links", PagerDutyEvents.links(text.links()));
        return event;
    }

    private ObjectNode event(String summary, long at) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("routing_key", routingKey);
        event.putObject("payload")
                .put("summary", AlertText.cut(summary, PagerDutyEvents.LONGEST_SUMMARY))
                .put("timestamp", AlertText.time(at));
        return event;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "PagerDutyChanges";
    }
}
