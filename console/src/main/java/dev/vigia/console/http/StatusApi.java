package dev.vigia.console.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.HealthJson;
import dev.vigia.runtime.Parts;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.function.Supplier;

/** How Vigia itself is. */
final class StatusApi {

    private static final MediaType PROMETHEUS = MediaType.parse("text/plain; version=0.0.4; charset=utf-8");

    private final Supplier<Map<String, Health>> parts;
    private final PrometheusMeterRegistry metrics;

    StatusApi(Supplier<Map<String, Health>> parts, PrometheusMeterRegistry metrics) {
        this.parts = parts;
        this.metrics = metrics;
    }

    /** 503 when a part is unhealthy. */
    HttpResponse health(ServiceRequestContext context, HttpRequest request) {
        Map<String, Health> all = parts.get();
        boolean unhealthy = Parts.overall(all) == Health.Status.UNHEALTHY;
        return Json.of(unhealthy ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK, HealthJson.of(all));
    }

    HttpResponse metrics(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(HttpStatus.OK, PROMETHEUS, metrics.scrape());
    }
}
