package dev.vigia.console.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.vigia.console.views.AlertHistory;
import dev.vigia.console.views.AlertJson;
import dev.vigia.console.views.CurrentAlerts;
import dev.vigia.console.views.DecisionFeed;
import dev.vigia.console.views.EvidenceReader;
import dev.vigia.console.views.Silences;
import dev.vigia.console.views.ToldJson;
import dev.vigia.schemas.Drills;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Alerts: reading them and their evidence. */
final class AlertsApi {

    private static final List<String> STATUSES = List.of("active", "pending", "recovering", "resolved", "all");
    private static final int MAX_EXEMPLARS = 20;
    private static final int MAX_ALERTS = 1_000;

    private final CurrentAlerts current;
    private final AlertHistory history;
    private final EvidenceReader evidence;
    private final Silences silences;
    private final DecisionFeed decisions;

    AlertsApi(
            CurrentAlerts current,
            AlertHistory history,
            EvidenceReader evidence,
            Silences silences,
            DecisionFeed decisions) {
        this.current = current;
        this.history = history;
        this.evidence = evidence;
        this.silences = silences;
        this.decisions = decisions;
    }

    HttpResponse list(ServiceRequestContext context, HttpRequest request) {
        Query query = new Query(context);
        List<String> statuses = query.words("status", STATUSES);
        AlertFilter filter = new AlertFilter(query);
        List<Alert> all = current.all();
        ObjectNode body = Json.object();
        Map<String, Integer> counts = new TreeMap<>();
        all.stream()
                .filter(alert -> !Drills.isDrill(alert))
                .forEach(alert -> counts.merge(AlertJson.status(alert), 1, Integer::sum));
        body.set("counts", Json.MAPPER.valueToTree(counts));
        ArrayNode alerts = body.putArray("alerts");
        all.stream()
                .filter(alert -> wanted(alert, statuses))
                .filter(filter::matches)
                .limit(MAX_ALERTS)
                .forEach(alert -> alerts.add(Represent.alert(alert, silences)));
        return Json.ok(body);
    }

    private static boolean wanted(Alert alert, List<String> statuses) {
        if (statuses.isEmpty()) return alert.getState() != AlertState.INACTIVE;
        return statuses.contains("all") || statuses.contains(AlertJson.status(alert));
    }

    HttpResponse get(ServiceRequestContext context, HttpRequest request) {
        Alert alert = alert(context);
        ObjectNode body = Json.object();
        body.set("alert", Represent.alert(alert, silences));
        ArrayNode transitions = body.putArray("history");
        history.of(alert.getAlertId()).forEach(one -> transitions.add(AlertJson.of(one)));
        return Json.ok(body);
    }

    /** Who was told of the present episode, who was not, and why. */
    HttpResponse decisions(ServiceRequestContext context, HttpRequest request) {
        Alert alert = alert(context);
        ObjectNode body = Json.object();
        body.put("alert_id", alert.getAlertId()).put("episode_id", alert.getEpisodeId());
        ToldJson.put(decisions.of(alert), body);
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

    private Alert alert(ServiceRequestContext context) {
        String id = Optional.ofNullable(context.pathParam("id")).orElse("");
        return current.get(id).orElseThrow(() -> ApiError.notFound("There is no alert " + id + "."));
    }
}
