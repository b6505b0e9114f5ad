package dev.vigia.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.vigia.console.views.AlertCommands;
import dev.vigia.console.views.AlertCommands.Who;
import dev.vigia.console.views.AlertHistory;
import dev.vigia.console.views.CurrentAlerts;
import dev.vigia.console.views.EvidenceReader;
import dev.vigia.console.views.Silences;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Alerts: reading them, their evidence, acknowledging and resolving. */
final class AlertsApi {

    private static final List<String> STATUSES = List.of("active", "pending", "recovering", "resolved", "all");
    private static final List<String> SEVERITIES = List.of("critical", "high", "medium", "low", "info");
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MAX_EXEMPLARS = 20;
    private static final int MAX_ALERTS = 1_000;
    private static final int MAX_ACTOR = 60;
    private static final int MAX_REASON = 500;
    private static final int MAX_BODY = 16 * 1024;

    private final CurrentAlerts current;
    private final AlertHistory history;
    private final EvidenceReader evidence;
    private final AlertCommands commands;
    private final Silences silences;

    AlertsApi(
            CurrentAlerts current,
            AlertHistory history,
            EvidenceReader evidence,
            AlertCommands commands,
            Silences silences) {
        this.current = current;
        this.history = history;
        this.evidence = evidence;
        this.commands = commands;
        this.silences = silences;
    }

    HttpResponse list(ServiceRequestContext context, HttpRequest request) {
        Query query = new Query(context);
        List<String> statuses = query.words("status", STATUSES);
        List<String> severities = query.words("severity", SEVERITIES);
        List<Alert> all = current.all();
        ObjectNode body = Json.object();
        Map<String, Integer> counts = new TreeMap<>();
        all.forEach(alert -> counts.merge(Represent.status(alert), 1, Integer::sum));
        body.set("counts", Json.MAPPER.valueToTree(counts));
        ArrayNode alerts = body.putArray("alerts");
        all.stream()
                .filter(alert -> wanted(alert, statuses))
                .filter(alert -> severities.isEmpty()
                        || severities.contains(alert.getSeverity().name().toLowerCase(Locale.ROOT)))
                .limit(MAX_ALERTS)
                .forEach(alert -> alerts.add(Represent.alert(alert, silences)));
        return Json.ok(body);
    }

    private static boolean wanted(Alert alert, List<String> statuses) {
        if (statuses.isEmpty()) return alert.getState() != AlertState.INACTIVE;
        return statuses.contains("all") || statuses.contains(Represent.status(alert));
    }

    HttpResponse get(ServiceRequestContext context, HttpRequest request) {
        Alert alert = alert(context);
        ObjectNode body = Json.object();
        body.set("alert", Represent.alert(alert, silences));
        ArrayNode transitions = body.putArray("history");
        history.of(alert.getAlertId()).forEach(one -> transitions.add(Represent.alert(one)));
        return Json.ok(body);
    }

    /** Reads from Kafka, so it is answered by a thread that may wait. */
    HttpResponse evidence(ServiceRequestContext context, HttpRequest request) {
        Alert alert = alert(context);
        return HttpResponse.of(CompletableFuture.supplyAsync(
                () -> Json.ok(evidence(withExemplars(alert))), context.blockingTaskExecutor()));
    }

    /** A record that tells of an operator's deed or of the end may have no exemplars; the last one before it has. */
    private Alert withExemplars(Alert alert) {
        return Stream.concat(Stream.of(alert), history.of(alert.getAlertId()).stream())
                .filter(one -> one.getEpisodeId().equals(alert.getEpisodeId()))
                .filter(one -> !one.getEvidence().getExemplars().isEmpty())
                .findFirst()
                .orElse(alert);
    }

    private ObjectNode evidence(Alert alert) {
        ObjectNode body = Json.object();
        body.put("alert_id", alert.getAlertId());
        body.put("episode_id", alert.getEpisodeId()).put("sequence", alert.getSequence());
        ArrayNode exemplars = body.putArray("exemplars");
        for (EvidenceReader.Read read : evidence.read(alert.getEvidence().getExemplars(), MAX_EXEMPLARS)) {
            ObjectNode one = exemplars.addObject();
            one.put("topic", read.exemplar().getTopic());
            one.put("partition", read.exemplar().getPartition());
            one.put("offset", read.exemplar().getOffset());
            one.put("status", read.outcome().name().toLowerCase(Locale.ROOT));
            if (read.outcome() == EvidenceReader.Outcome.FOUND) one.set("record", read.record());
        }
        return body;
    }

    HttpResponse acknowledge(ServiceRequestContext context, HttpRequest request) {
        return command(context, request, CommandType.ACKNOWLEDGE);
    }

    HttpResponse resolve(ServiceRequestContext context, HttpRequest request) {
        return command(context, request, CommandType.RESOLVE);
    }

    private HttpResponse command(ServiceRequestContext context, HttpRequest request, CommandType type) {
        return HttpResponse.of(request.aggregate()
                .thenComposeAsync(
                        body -> {
                            Who who = who(body.contentUtf8());
                            Alert alert = alert(context);
                            requireOpen(alert);
                            return commands.send(alert, type, who, PATIENCE);
                        },
                        context.blockingTaskExecutor())
                .thenCompose(sent -> sent.outcome().thenApply(outcome -> answer(sent.id(), outcome))));
    }

    private static void requireOpen(Alert alert) {
        if (alert.getState() != AlertState.INACTIVE) return;
        throw new ApiError(HttpStatus.CONFLICT, "not_active", "Alert " + alert.getAlertId() + " is over already.");
    }

    private HttpResponse answer(String commandId, Optional<Alert> outcome) {
        ObjectNode body = Json.object().put("command_id", commandId);
        outcome.ifPresent(alert -> body.set("alert", Represent.alert(alert, silences)));
        return Json.of(outcome.isPresent() ? HttpStatus.OK : HttpStatus.ACCEPTED, body);
    }

    private static Who who(String body) {
        if (body.length() > MAX_BODY) throw ApiError.badRequest("The body is too long.");
        try {
            JsonNode json = body.isBlank() ? Json.object() : Json.MAPPER.readTree(body);
            if (!json.isObject()) throw ApiError.badRequest("The body is not a JSON object.");
            String actor = field(json, "actor", MAX_ACTOR);
            return new Who("user:" + (actor.isEmpty() ? "console" : actor), field(json, "reason", MAX_REASON));
        } catch (JsonProcessingException e) {
            throw ApiError.badRequest("The body is not JSON: " + e.getOriginalMessage());
        }
    }

    private static String field(JsonNode json, String name, int maxLength) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) return "";
        if (!value.isTextual()) throw ApiError.badRequest(name + " is not a text.");
        String text = value.asText().strip();
        if (text.length() > maxLength)
            throw ApiError.badRequest(name + " is longer than " + maxLength + " characters.");
        return text;
    }

    private Alert alert(ServiceRequestContext context) {
        String id = Optional.ofNullable(context.pathParam("id")).orElse("");
        return current.get(id).orElseThrow(() -> ApiError.notFound("There is no alert " + id + "."));
    }
}
