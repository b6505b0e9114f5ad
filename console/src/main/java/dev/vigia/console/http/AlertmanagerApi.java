package dev.vigia.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.vigia.console.Receivers;
import dev.vigia.console.views.CurrentAlerts;
import dev.vigia.console.views.DecisionFeed;
import dev.vigia.console.views.Silences;
import dev.vigia.runtime.Version;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.MatchType;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.avro.Silence;
import dev.vigia.schemas.silences.AlertLabels;
import dev.vigia.schemas.silences.Matchers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Alertmanager's API, version 2, as far as {@code amtool} and dashboards need it: alerts are read, silences are read and
 * written.
 */
final class AlertmanagerApi {

    /** What Alertmanager writes for an alert that has not ended. */
    private static final String NO_END = "0001-01-01T00:00:00Z";

    private final CurrentAlerts current;
    private final Silences silences;
    private final DecisionFeed decisions;
    private final SilenceChanges changes;
    private final Receivers receivers;
    private final InstantSource clock;
    /** When this console was. */
    private final Instant started;

    AlertmanagerApi(
            CurrentAlerts current,
            Silences silences,
            DecisionFeed decisions,
            SilenceChanges changes,
            Receivers receivers,
            InstantSource clock) {
        this.current = current;
        this.silences = silences;
        this.decisions = decisions;
        this.changes = changes;
        this.receivers = receivers;
        this.clock = clock;
        this.started = clock.instant();
    }

    HttpResponse status(ServiceRequestContext context, HttpRequest request) {
        ObjectNode body = Json.object().put("uptime", started.toString());
        body.putObject("cluster").put("status", "disabled").putArray("peers");
        body.putObject("config").put("original", "");
        body.putObject("versionInfo")
                .put("version", Version.current())
                .put("revision", "")
                .put("branch", "")
                .put("buildUser", "")
                .put("buildDate", "")
                .put("goVersion", "");
        return Json.ok(body);
    }

    HttpResponse alerts(ServiceRequestContext context, HttpRequest request) {
        ArrayNode body = Json.MAPPER.createArrayNode();
        selected(context).forEach(alert -> body.add(alert(alert)));
        return Json.ok(body);
    }

    HttpResponse receivers(ServiceRequestContext context, HttpRequest request) {
        return Json.ok(named(receivers.names()));
    }

    private static ArrayNode named(List<String> names) {
        ArrayNode json = Json.MAPPER.createArrayNode();
        names.forEach(name -> json.addObject().put("name", name));
        return json;
    }

    private List<String> told(Alert alert) {
        return receivers.of(alert).stream().map(Receivers.Told::name).distinct().toList();
    }

    /** Grouped as notifications are: by receiver, and what its route groups by. What nobody is told of has a receiver without a name. */
    HttpResponse groups(ServiceRequestContext context, HttpRequest request) {
        Map<Receivers.Told, List<Alert>> groups = new LinkedHashMap<>();
        for (Alert alert : selected(context)) {
            List<Receivers.Told> told = receivers.of(alert);
            for (Receivers.Told one :
                    told.isEmpty() ? List.of(new Receivers.Told("", AlertLabels.ofGroup(alert))) : told) {
                groups.computeIfAbsent(one, unseen -> new ArrayList<>()).add(alert);
            }
        }
        ArrayNode body = Json.MAPPER.createArrayNode();
        groups.forEach((key, alerts) -> {
            ObjectNode group = body.addObject();
            group.set("labels", Json.MAPPER.valueToTree(key.group()));
            group.putObject("receiver").put("name", key.name());
            ArrayNode list = group.putArray("alerts");
            alerts.forEach(alert -> list.add(alert(alert)));
        });
        return Json.ok(body);
    }

    private List<Alert> selected(ServiceRequestContext context) {
        boolean active = flag(context, "active");
        boolean silenced = flag(context, "silenced");
        boolean inhibited = flag(context, "inhibited");
        Matchers filter = new Query(context).matchers("filter");
        Predicate<Alert> receiver = receiver(context);
        return current.on().stream()
                .filter(filter::match)
                .filter(receiver)
                .filter(alert -> {
                    boolean quiet = !silences.muting(alert).isEmpty()
                            || !silences.maintenance().muting(alert).isEmpty();
                    boolean explained = !decisions.inhibitedBy(alert).isEmpty();
                    return (quiet || explained || active) && (silenced || !quiet) && (inhibited || !explained);
                })
                .toList();
    }

    private ObjectNode alert(Alert alert) {
        List<String> silencedBy = silences.muting(alert);
        ObjectNode json = Json.object()
                .put("fingerprint", alert.getAlertId())
                .put("startsAt", time(alert.getStartedAt()))
                .put("updatedAt", time(alert.getAt()))
                .put("endsAt", NO_END)
                .put("generatorURL", Objects.requireNonNullElse(alert.getGeneratorUrl(), ""));
        json.set("labels", Json.MAPPER.valueToTree(AlertLabels.of(alert)));
        ObjectNode annotations =
                json.putObject("annotations").put("summary", alert.getTitle()).put("description", alert.getSummary());
        if (alert.getRunbookUrl() != null) annotations.put("runbook_url", alert.getRunbookUrl());
        new TreeMap<>(alert.getAnnotations()).forEach(annotations::put);
        json.set("receivers", named(told(alert)));
        List<String> mutedBy = silences.maintenance().muting(alert);
        List<String> inhibitedBy = decisions.inhibitedBy(alert);
        boolean told = silencedBy.isEmpty() && inhibitedBy.isEmpty() && mutedBy.isEmpty();
        ObjectNode status = json.putObject("status").put("state", told ? "active" : "suppressed");
        status.set("silencedBy", Json.MAPPER.valueToTree(silencedBy));
        status.set("inhibitedBy", Json.MAPPER.valueToTree(inhibitedBy));
        status.set("mutedBy", Json.MAPPER.valueToTree(mutedBy));
        return json;
    }

    HttpResponse silences(ServiceRequestContext context, HttpRequest request) {
        Matchers filter = new Query(context).matchers("filter");
        ArrayNode body = Json.MAPPER.createArrayNode();
        silences.all().stream()
                .filter(known -> filter.match(names(known.silence())))
                .forEach(known -> body.add(silence(known)));
        return Json.ok(body);
    }

    /** A filter is compared with the values that a silence's own matchers have. */
    private static Map<String, String> names(Silence silence) {
        Map<String, String> names = new TreeMap<>();
        silence.getMatchers().forEach(matcher -> names.put(matcher.getName(), matcher.getValue()));
        return names;
    }

    HttpResponse silence(ServiceRequestContext context, HttpRequest request) {
        return Json.ok(silence(changes.known(id(context))));
    }

    private static ObjectNode silence(Silences.Known known) {
        Silence silence = known.silence();
        ObjectNode json = Json.object()
                .put("id", silence.getSilenceId())
                .put("startsAt", time(silence.getStartsAt()))
                .put("endsAt", time(silence.getEndsAt()))
                .put("updatedAt", time(known.updatedAt()))
                .put("createdBy", silence.getCreatedBy())
                .put("comment", silence.getComment());
        json.putObject("status").put("state", known.state().name().toLowerCase(Locale.ROOT));
        ArrayNode matchers = json.putArray("matchers");
        for (Matcher matcher : silence.getMatchers()) {
            MatchType type = matcher.getType();
            matchers.addObject()
                    .put("name", matcher.getName())
                    .put("value", matcher.getValue())
                    .put("isRegex", type == MatchType.REGEXP || type == MatchType.NOT_REGEXP)
                    .put("isEqual", type == MatchType.EQUAL || type == MatchType.REGEXP);
        }
        return json;
    }

    HttpResponse put(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(request.aggregate()
                .thenComposeAsync(
                        body -> changes.put(posted(body.contentUtf8()), clock.millis()), context.blockingTaskExecutor())
                .thenApply(changed ->
                        Json.ok(Json.object().put("silenceID", changed.silence().getSilenceId()))));
    }

    HttpResponse expire(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(request.aggregate()
                .thenComposeAsync(
                        body -> changes.expire(id(context), "alertmanager-api", clock.millis()),
                        context.blockingTaskExecutor())
                .thenApply(changed -> HttpResponse.of(HttpStatus.OK)));
    }

    /** What tools send back from what they read has more fields than a silence needs. */
    private static Silence posted(String body) {
        JsonFields fields = JsonFields.of(
                body, Set.of("id", "matchers", "startsAt", "endsAt", "createdBy", "comment", "status", "updatedAt"));
        List<Matcher> matchers = new ArrayList<>();
        for (JsonNode one : fields.list("matchers")) {
            JsonFields matcher = JsonFields.of(
                    one, "matchers[" + matchers.size() + "]", Set.of("name", "value", "isRegex", "isEqual"));
            matchers.add(new Matcher(matcher.text("name"), type(matcher), matcher.text("value")));
        }
        for (String time : List.of("startsAt", "endsAt")) {
            if (!fields.has(time)) throw ApiError.badRequest(time + ": it is missing.");
        }
        return new Silence(
                fields.text("id"),
                matchers,
                fields.time("startsAt", 0),
                fields.time("endsAt", 0),
                fields.text("createdBy"),
                fields.text("comment"));
    }

    private static MatchType type(JsonFields matcher) {
        boolean equal = matcher.flag("isEqual", true);
        if (matcher.flag("isRegex", false)) return equal ? MatchType.REGEXP : MatchType.NOT_REGEXP;
        return equal ? MatchType.EQUAL : MatchType.NOT_EQUAL;
    }

    private static boolean flag(ServiceRequestContext context, String name) {
        return switch (new Query(context).text(name).toLowerCase(Locale.ROOT)) {
            case "", "true" -> true;
            case "false" -> false;
            default -> throw ApiError.badRequest(name + " is not true or false.");
        };
    }

    /** Those that a regular expression of their receiver's name asks for. */
    private Predicate<Alert> receiver(ServiceRequestContext context) {
        String wanted = new Query(context).text("receiver");
        if (wanted.isEmpty()) return alert -> true;
        try {
            Pattern pattern = Pattern.compile(wanted);
            return alert -> told(alert).stream().anyMatch(pattern::matches);
        } catch (PatternSyntaxException e) {
            throw ApiError.badRequest("receiver: '" + wanted + "' is no regular expression (RE2): " + e.getMessage());
        }
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static String id(ServiceRequestContext context) {
        return Optional.ofNullable(context.pathParam("id")).orElse("");
    }
}
