package dev.vigia.console.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.vigia.console.views.AlertCommands.Who;
import dev.vigia.console.views.AlertDesk;
import dev.vigia.console.views.AlertDesk.Answer;
import dev.vigia.console.views.AlertDesk.Refusal;
import dev.vigia.console.views.Silences;
import dev.vigia.console.views.Wish;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.CommandType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What people do with alerts. */
final class AlertActions {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MAX_ACTOR = 60;
    private static final int MAX_ID = 100;
    private static final int MAX_REASON = 500;
    private static final int MAX_COMMENT = 4_000;

    /** By the last part of their addresses. */
    private static final Map<String, CommandType> TYPES = new TreeMap<>(Map.of(
            "ack", CommandType.ACKNOWLEDGE,
            "unack", CommandType.UNACKNOWLEDGE,
            "assign", CommandType.ASSIGN,
            "comment", CommandType.COMMENT,
            "resolve", CommandType.RESOLVE,
            "reopen", CommandType.REOPEN,
            "snooze", CommandType.SNOOZE));

    private final AlertDesk desk;
    private final Silences silences;
    private final InstantSource clock;

    AlertActions(AlertDesk desk, Silences silences, InstantSource clock) {
        this.desk = desk;
        this.silences = silences;
        this.clock = clock;
    }

    /** The services, by the last part of their addresses. */
    Map<String, HttpService> services() {
        Map<String, HttpService> services = new TreeMap<>();
        TYPES.forEach((name, type) -> services.put(name, (context, request) -> act(context, request, type)));
        return services;
    }

    private HttpResponse act(ServiceRequestContext context, HttpRequest request, CommandType type) {
        String id = Optional.ofNullable(context.pathParam("id")).orElse("");
        return HttpResponse.of(request.aggregate()
                .thenComposeAsync(
                        body -> desk.ask(id, wish(type, JsonFields.ofAny(body.contentUtf8())), PATIENCE),
                        context.blockingTaskExecutor())
                .thenApply(this::answer));
    }

    private Wish wish(CommandType type, JsonFields form) {
        String actor = form.text("actor", MAX_ACTOR).orElse("console");
        Optional<String> words = type == CommandType.COMMENT
                ? Optional.of(form.text("comment", MAX_COMMENT)
                        .orElseThrow(() -> ApiError.badRequest("comment is missing; say what there is to say.")))
                : form.text("reason", MAX_REASON);
        Wish wish = Wish.of(type, new Who("user:" + actor, words.orElse("")))
                .named(form.text("command_id", MAX_ID))
                .made(form.text("episode_id", MAX_ID), form.number("expected_sequence"));
        return switch (type) {
            case ASSIGN -> wish.assigning(form.given("assignee").text("assignee", MAX_ACTOR));
            case SNOOZE -> wish.snoozing(form.given("until").number("until").map(this::inTime));
            default -> wish;
        };
    }

    private long inTime(long until) {
        long now = clock.millis();
        if (until > now && until <= now + Wish.LONGEST_SNOOZE.toMillis()) return until;
        throw ApiError.badRequest("until=" + until + " is not within the next " + Wish.LONGEST_SNOOZE.toDays()
                + " days; it is in milliseconds since 1970-01-01 UTC. null ends a snooze.");
    }

    private HttpResponse answer(Answer answer) {
        if (answer instanceof Answer.Done done) {
            return Json.ok(Json.object()
                    .put("command_id", done.commandId())
                    .set("alert", Represent.alert(done.transition(), silences)));
        }
        if (answer instanceof Answer.Unchanged unchanged) {
            return Json.ok(Json.object().set("alert", Represent.alert(unchanged.present(), silences)));
        }
        if (answer instanceof Answer.Logged logged) {
            return Json.of(HttpStatus.ACCEPTED, Json.object().put("command_id", logged.commandId()));
        }
        if (answer instanceof Answer.Refused refused) return conflict(refused.refusal(), refused.present());
        throw ApiError.notFound("There is no alert " + ((Answer.Unknown) answer).alertId() + ".");
    }

    private HttpResponse conflict(Refusal refusal, Alert present) {
        String code = refusal.name().toLowerCase(Locale.ROOT);
        String message = "Alert " + present.getAlertId() + ": " + refusal.words() + ".";
        return Json.of(
                HttpStatus.CONFLICT, Json.problem(code, message).set("alert", Represent.alert(present, silences)));
    }
}
