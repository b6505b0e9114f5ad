package dev.vigia.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.vigia.console.views.AlertHistory;
import dev.vigia.console.views.AlertJson;
import dev.vigia.console.views.CurrentAlerts;
import dev.vigia.console.views.Silences;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.MatchType;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Silence;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.silences.Matchers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Silences: reading, making, expiring, and what one would have muted. */
final class SilencesApi {

    private static final List<String> STATES = List.of("active", "pending", "expired", "all");
    private static final Set<String> FIELDS =
            Set.of("silence_id", "matchers", "starts_at", "ends_at", "duration", "created_by", "comment");
    private static final Set<String> PREVIEWED =
            Stream.concat(FIELDS.stream(), Stream.of("look_back")).collect(Collectors.toUnmodifiableSet());
    private static final Duration LOOK_BACK = Duration.ofDays(1);
    private static final Duration LONGEST_LOOK_BACK = Duration.ofDays(90);
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final int MAX_LISTED = 1_000;

    private final Silences silences;
    private final SilenceChanges changes;
    private final CurrentAlerts current;
    private final AlertHistory history;
    private final InstantSource clock;

    SilencesApi(
            Silences silences,
            SilenceChanges changes,
            CurrentAlerts current,
            AlertHistory history,
            InstantSource clock) {
        this.silences = silences;
        this.changes = changes;
        this.current = current;
        this.history = history;
        this.clock = clock;
    }

    HttpResponse list(ServiceRequestContext context, HttpRequest request) {
        List<String> states = new Query(context).words("state", STATES);
        List<Silences.Known> listed = silences.all().stream()
                .filter(known -> wanted(known.state().name().toLowerCase(Locale.ROOT), states))
                .limit(MAX_LISTED)
                .toList();
        return Json.ok(Json.object().set("silences", Represent.silences(listed)));
    }

    private static boolean wanted(String state, List<String> states) {
        return states.isEmpty() ? !state.equals("expired") : states.contains("all") || states.contains(state);
    }

    /** The maintenance windows that come back. */
    HttpResponse maintenance(ServiceRequestContext context, HttpRequest request) {
        return Json.ok(Json.object()
                .set("windows", Represent.maintenance(silences.maintenance().all())));
    }

    HttpResponse put(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(request.aggregate()
                .thenComposeAsync(body -> put(body.contentUtf8(), clock.millis()), context.blockingTaskExecutor())
                .thenApply(this::answer));
    }

    private CompletableFuture<SilenceChanges.Changed> put(String body, long now) {
        return changes.put(silence(body, now), now);
    }

    HttpResponse expire(ServiceRequestContext context, HttpRequest request) {
        String actor = new Query(context).text("actor");
        return HttpResponse.of(request.aggregate()
                .thenComposeAsync(
                        body -> changes.expire(id(context), actor.isEmpty() ? "console" : actor, clock.millis()),
                        context.blockingTaskExecutor())
                .thenApply(this::answer));
    }

    private HttpResponse answer(SilenceChanges.Changed changed) {
        ObjectNode body = Json.object();
        Optional<Silences.Known> known = silences.get(changed.silence().getSilenceId());
        if (changed.known() && known.isPresent()) return Json.ok(body.set("silence", Represent.silence(known.get())));
        body.putObject("silence").put("silence_id", changed.silence().getSilenceId());
        return Json.of(HttpStatus.ACCEPTED, body);
    }

    /** What the matchers would mute, were they in force: of the alerts now, and of what was told of late. */
    HttpResponse preview(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(request.aggregate()
                .thenApplyAsync(body -> preview(body.contentUtf8()), context.blockingTaskExecutor()));
    }

    private HttpResponse preview(String text) {
        JsonFields fields = JsonFields.of(text, PREVIEWED);
        Matchers matchers = SilenceChanges.matchers(matchers(fields));
        long seconds = fields.number("look_back", LOOK_BACK.toSeconds());
        if (seconds < 0 || seconds > LONGEST_LOOK_BACK.toSeconds()) {
            throw ApiError.badRequest(
                    "look_back: it is seconds, up to " + LONGEST_LOOK_BACK.toDays() + " days of them.");
        }
        long from = clock.millis() - seconds * 1_000;
        ObjectNode body = Json.object();
        ArrayNode alerts = body.putArray("alerts");
        current.all().stream()
                .filter(alert -> alert.getState() != AlertState.INACTIVE && matchers.match(alert))
                .limit(MAX_LISTED)
                .forEach(alert -> alerts.add(Represent.alert(alert, silences)));
        List<Alert> recent = history.since(from);
        ArrayNode transitions = body.putArray("transitions");
        recent.stream()
                .filter(alert -> isNews(alert) && matchers.match(alert))
                .limit(MAX_LISTED)
                .forEach(alert -> transitions.add(AlertJson.of(alert)));
        long oldest = recent.isEmpty() ? from : recent.get(recent.size() - 1).getAt();
        body.put("transitions_from", history.isFull() ? Math.max(from, oldest) : from);
        return Json.ok(body);
    }

    /** What receivers are told of while no silence holds it back. */
    private static boolean isNews(Alert alert) {
        if (alert.getTransition() == Transition.ACTIVE) return true;
        Severity before = alert.getPreviousSeverity();
        return before != null && alert.getSeverity().compareTo(before) < 0;
    }

    private static Silence silence(String body, long now) {
        JsonFields fields = JsonFields.of(body, FIELDS);
        List<Matcher> matchers = matchers(fields);
        long startsAt = fields.number("starts_at", now);
        long endsAt = fields.endsAt(startsAt, LONGEST);
        String author = fields.text("created_by").strip();
        return new Silence(
                fields.text("silence_id"),
                matchers,
                startsAt,
                endsAt,
                author.isEmpty() ? "console" : author,
                fields.text("comment").strip());
    }

    /** Each is a text like {@code severity=~"high|critical"}, or an object with {@code name}, {@code type} and {@code value}. */
    private static List<Matcher> matchers(JsonFields fields) {
        List<Matcher> matchers = new ArrayList<>();
        for (JsonNode one : fields.list("matchers")) matchers.add(matcher(one, "matchers[" + matchers.size() + "]"));
        return matchers;
    }

    private static Matcher matcher(JsonNode json, String where) {
        if (json.isTextual()) {
            try {
                return Matchers.parse(json.asText());
            } catch (IllegalArgumentException e) {
                throw ApiError.badRequest(where + ": " + e.getMessage());
            }
        }
        JsonFields fields = JsonFields.of(json, where, Set.of("name", "type", "value"));
        String type = fields.has("type") ? fields.text("type") : "equal";
        for (MatchType known : MatchType.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(type)) {
                return new Matcher(fields.text("name"), known, fields.text("value"));
            }
        }
        throw ApiError.badRequest(where + ".type: '" + type + "' is not equal, not_equal, regexp or not_regexp.");
    }

    private static String id(ServiceRequestContext context) {
        return Optional.ofNullable(context.pathParam("id")).orElse("");
    }
}
