package dev.vigia.sinks.elasticsearch.documents;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertPart;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.Exemplar;
import dev.vigia.schemas.avro.OffsetRange;
import dev.vigia.schemas.avro.Transition;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One transition of an episode. The names outside of {@code vigia} are ECS and those of Kibana's rule events
 * ({@code rule}, {@code episode}, {@code group_hash}, {@code status}, {@code type}, {@code severity}, {@code data}); what somebody
 * did has those of Kibana's alert actions besides ({@code action_type}, {@code actor}, {@code assignee_uid}, {@code expiry},
 * {@code reason}).
 */
final class AlertDocument {

    private AlertDocument() {}

    static void write(Alert alert, Fields fields) {
        boolean breached = alert.getState() == AlertState.PENDING || alert.getState() == AlertState.ACTIVE;
        fields.millis("@timestamp", alert.getAt())
                .text("message", alert.getSummary())
                .text("event.kind", "alert")
                .text("event.action", alert.getTransition().name().toLowerCase(Locale.ROOT))
                .number("event.sequence", alert.getSequence())
                .millis("event.start", alert.getStartedAt())
                .text("event.reason", alert.getReason())
                .text("group_hash", alert.getAlertId())
                .text("status", breached ? "breached" : "recovered")
                .text("type", "alert")
                .text("severity", alert.getSeverity().name().toLowerCase(Locale.ROOT))
                .text("source", "vigia")
                .text("service.name", alert.getGroup().get("service"))
                .text("episode.id", alert.getEpisodeId())
                .text("episode.status", alert.getState().name().toLowerCase(Locale.ROOT))
                .flat("data", alert.getGroup())
                .flat("labels", alert.getLabels());
        actionType(alert).ifPresent(type -> deed(type, alert, fields));
        if (ended(alert.getTransition())) fields.millis("event.end", alert.getAt());
        rule(alert, fields);
        own(alert, fields);
        fields.json("vigia.evidence", out -> evidence(alert.getEvidence(), out));
        if (!alert.getParts().isEmpty()) fields.json("vigia.parts", out -> parts(alert.getParts(), out));
        if (!alert.getRecent().isEmpty()) fields.json("vigia.recent", out -> recent(alert, out));
    }

    /** What somebody did, in Kibana's words; empty where nobody did anything, and for a comment, which it has no word for. */
    private static Optional<String> actionType(Alert alert) {
        return switch (alert.getTransition()) {
            case ACKNOWLEDGED -> Optional.of("ack");
            case UNACKNOWLEDGED -> Optional.of("unack");
            case ASSIGNED -> Optional.of("assign");
            case SNOOZED -> Optional.of(alert.getSnoozedUntil() == null ? "unsnooze" : "snooze");
            case REOPENED -> Optional.of("activate");
            case RESOLVED -> alert.getCommandId() == null ? Optional.empty() : Optional.of("deactivate");
            default -> Optional.empty();
        };
    }

    private static void deed(String type, Alert alert, Fields fields) {
        fields.text("action_type", type).text("actor", alert.getActor()).text("reason", alert.getReason());
        if (alert.getTransition() == Transition.ASSIGNED) fields.text("assignee_uid", alert.getAssignedTo());
        if (alert.getTransition() == Transition.SNOOZED) fields.millis("expiry", alert.getSnoozedUntil());
    }

    private static boolean ended(Transition transition) {
        return transition == Transition.RESOLVED
                || transition == Transition.CANCELLED
                || transition == Transition.RETRACTED;
    }

    private static void rule(Alert alert, Fields fields) {
        fields.text("rule.id", alert.getRuleId())
                .text("rule.name", alert.getTitle())
                .text("rule.ruleset", alert.getRuleSet())
                .text("rule.version", Long.toString(alert.getRuleVersion()))
                .text("rule.category", alert.getCategory())
                .text("rule.reference", alert.getRunbookUrl());
    }

    private static void own(Alert alert, Fields fields) {
        Double previous = alert.getPreviousValue();
        if (previous != null) fields.real("vigia.previous_value", previous);
        fields.text("vigia.condition", alert.getCondition())
                .real("vigia.value", alert.getValue())
                .real("vigia.threshold", alert.getThreshold())
                .millis("vigia.window.start", alert.getWindowStart())
                .millis("vigia.window.end", alert.getWindowEnd())
                .millis("vigia.data_time", alert.getDataTime())
                .number("vigia.samples", alert.getSamples())
                .flag("vigia.learning", alert.getLearning())
                .flag("vigia.flapping", alert.getFlapping())
                .text("vigia.actor", alert.getActor())
                .text("vigia.command.id", alert.getCommandId())
                .text("vigia.acknowledged.by", alert.getAcknowledgedBy())
                .millis("vigia.acknowledged.at", alert.getAcknowledgedAt())
                .text("vigia.assigned.to", alert.getAssignedTo())
                .millis("vigia.snoozed.until", alert.getSnoozedUntil())
                .millis("vigia.watched.until", alert.getWatchedUntil());
    }

    private static void parts(List<AlertPart> parts, JsonGenerator out) throws IOException {
        out.writeStartArray();
        for (AlertPart part : parts) {
            out.writeStartObject();
            out.writeStringField("name", part.getName());
            out.writeStringField("condition", part.getCondition());
            out.writeBooleanField("holds", part.getHolds());
            if (Double.isFinite(part.getValue())) out.writeNumberField("value", part.getValue());
            out.writeNumberField("threshold", part.getThreshold());
            out.writeNumberField("window_start", part.getWindowStart());
            out.writeNumberField("window_end", part.getWindowEnd());
            out.writeNumberField("samples", part.getSamples());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void recent(Alert alert, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("step", alert.getRecentStep());
        out.writeArrayFieldStart("values");
        for (Double value : alert.getRecent()) {
            if (value == null) out.writeNull();
            else out.writeNumber(value);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void evidence(Evidence evidence, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("count", evidence.getCount());
        out.writeArrayFieldStart("ranges");
        for (OffsetRange range : evidence.getRanges()) {
            out.writeStartObject();
            out.writeStringField("topic", range.getTopic());
            out.writeNumberField("partition", range.getPartition());
            out.writeNumberField("from", range.getFromOffset());
            out.writeNumberField("to", range.getToOffset());
            out.writeNumberField("count", range.getCount());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("exemplars");
        for (Exemplar exemplar : evidence.getExemplars()) {
            out.writeStartObject();
            out.writeStringField("topic", exemplar.getTopic());
            out.writeNumberField("partition", exemplar.getPartition());
            out.writeNumberField("offset", exemplar.getOffset());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
