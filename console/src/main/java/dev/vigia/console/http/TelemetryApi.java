package dev.vigia.console.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.vigia.console.views.LogLine;
import dev.vigia.console.views.LogTail;
import dev.vigia.console.views.Rollups;
import dev.vigia.console.views.Services;
import java.time.InstantSource;
import java.util.List;

/** Services, their series, and the last log lines. */
final class TelemetryApi {

    private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error", "fatal", "unknown");

    private final Rollups rollups;
    private final Services services;
    private final LogTail logs;
    private final InstantSource clock;

    TelemetryApi(Rollups rollups, Services services, LogTail logs, InstantSource clock) {
        this.rollups = rollups;
        this.services = services;
        this.logs = logs;
        this.clock = clock;
    }

    HttpResponse services(ServiceRequestContext context, HttpRequest request) {
        int minutes = new Query(context).number("minutes", 15, 1, 60);
        ObjectNode body = Json.object().put("at", clock.millis()).put("data_at", rollups.newestAppend());
        body.set("services", Represent.services(services.all(minutes)));
        return Json.ok(body);
    }

    HttpResponse series(ServiceRequestContext context, HttpRequest request) {
        Query query = new Query(context);
        String service = query.text("service");
        if (service.isEmpty()) throw ApiError.badRequest("Say which: service=…");
        int minutes = query.number("minutes", 60, 1, 60);
        ObjectNode body = Json.object().put("service", service);
        body.set(
                "series",
                rollups.series(service, clock.millis() - minutes * 60_000L)
                        .map(Represent::series)
                        .orElseThrow(() -> ApiError.notFound("Nothing was heard of a service '" + service + "'.")));
        return Json.ok(body);
    }

    HttpResponse logs(ServiceRequestContext context, HttpRequest request) {
        Query query = new Query(context);
        int limit = query.number("limit", 500, 1, 10_000);
        ObjectNode body = Json.object();
        ArrayNode lines = body.putArray("logs");
        logs.find(query.text("service"), query.words("level", LEVELS), query.text("q")).stream()
                .limit(limit)
                .map(LogLine::json)
                .forEach(lines::add);
        return Json.ok(body);
    }
}
