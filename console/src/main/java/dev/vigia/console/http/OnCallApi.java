package dev.vigia.console.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.vigia.console.Rota;
import dev.vigia.console.views.ControlWriter;
import dev.vigia.console.views.Overrides;
import dev.vigia.schemas.avro.OnCallOverride;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Who is on call: reading, and making and ending overrides. */
final class OnCallApi {

    private static final Set<String> FIELDS = Set.of(
            "override_id", "schedule", "person", "covers", "starts_at", "ends_at", "duration", "comment", "actor");
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration SHOWN = Duration.ofDays(14);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int MAX_TEXT = 1_000;

    private final Rota rota;
    private final Overrides overrides;
    private final ControlWriter control;
    private final InstantSource clock;

    OnCallApi(Rota rota, Overrides overrides, ControlWriter control, InstantSource clock) {
        this.rota = rota;
        this.overrides = overrides;
        this.control = control;
        this.clock = clock;
    }

    /** The shifts from now on, or of a time that is asked for, and the live overrides. */
    HttpResponse get(ServiceRequestContext context, HttpRequest request) {
        Query query = new Query(context);
        long from = query.time("from", clock.millis());
        long to = query.time("to", from + SHOWN.toMillis());
        if (to <= from || to - from > LONGEST.toMillis()) {
            throw ApiError.badRequest("to: it has to be after from, by no more than " + LONGEST.toDays() + " days.");
        }
        List<Overrides.Known> live = overrides.all();
        ObjectNode body = Json.object().put("from", from).put("to", to);
        body.set(
                "schedules",
                rota.shifts(live.stream().map(Overrides.Known::override).toList(), from, to));
        ArrayNode known = body.putArray("overrides");
        live.forEach(one -> known.add(Represent.override(one)));
        return Json.ok(body);
    }

    HttpResponse put(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(request.aggregate()
                .thenComposeAsync(
                        body -> put(JsonFields.of(body.contentUtf8(), FIELDS), clock.millis()),
                        context.blockingTaskExecutor()));
    }

    private CompletableFuture<HttpResponse> put(JsonFields fields, long now) {
        String id = fields.text("override_id");
        if (!id.isEmpty()) known(id);
        OnCallOverride override = OnCallOverride.newBuilder()
                .setOverrideId(id.isEmpty() ? UUID.randomUUID().toString() : id)
                .setSchedule(oneOf("schedule", required(fields, "schedule"), rota.schedules()))
                .setPerson(oneOf("person", required(fields, "person"), rota.people()))
                .setCovers(fields.text("covers", MAX_TEXT)
                        .map(person -> oneOf("covers", person, rota.people()))
                        .orElse(null))
                .setStartsAt(fields.number("starts_at", now))
                .setEndsAt(fields.endsAt(fields.number("starts_at", now), LONGEST))
                .setComment(fields.text("comment", MAX_TEXT).orElse(""))
                .build();
        SilenceChanges.requireTimes(override.getStartsAt(), override.getEndsAt(), now);
        return write(override, fields.text("actor", MAX_TEXT).orElse("console"));
    }

    private static String required(JsonFields fields, String name) {
        return fields.text(name, MAX_TEXT).orElseThrow(() -> ApiError.badRequest(name + ": it is missing."));
    }

    private static String oneOf(String field, String name, List<String> known) {
        if (known.contains(name)) return name;
        throw ApiError.badRequest(field + ": there is no '" + name + "' in on-call.yaml; there are "
                + (known.isEmpty() ? "none" : String.join(", ", known)) + ".");
    }

    /** Ends an override now. */
    HttpResponse end(ServiceRequestContext context, HttpRequest request) {
        String actor = new Query(context).text("actor");
        String id = Optional.ofNullable(context.pathParam("id")).orElse("");
        return HttpResponse.of(request.aggregate()
                .thenComposeAsync(
                        body -> end(id, actor.isEmpty() ? "console" : actor, clock.millis()),
                        context.blockingTaskExecutor()));
    }

    private CompletableFuture<HttpResponse> end(String id, String actor, long now) {
        OnCallOverride known = known(id);
        if (known.getEndsAt() <= now) {
            throw new ApiError(HttpStatus.CONFLICT, "expired", "Override " + id + " has ended already.");
        }
        OnCallOverride ended = OnCallOverride.newBuilder(known)
                .setStartsAt(Math.min(known.getStartsAt(), now))
                .setEndsAt(now)
                .build();
        return write(ended, actor);
    }

    private OnCallOverride known(String id) {
        return overrides
                .get(id)
                .orElseThrow(() -> ApiError.notFound("There is no override " + id + "."))
                .override();
    }

    private CompletableFuture<HttpResponse> write(OnCallOverride override, String actor) {
        return control.say("user:" + actor, override, PATIENCE).thenApply(known -> answer(override, known));
    }

    private HttpResponse answer(OnCallOverride override, boolean known) {
        ObjectNode body = Json.object();
        Optional<Overrides.Known> shown = overrides.get(override.getOverrideId());
        if (known && shown.isPresent()) return Json.ok(body.set("override", Represent.override(shown.get())));
        body.putObject("override").put("override_id", override.getOverrideId());
        return Json.of(HttpStatus.ACCEPTED, body);
    }
}
