package dev.vigia.ingest.shop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** One journey of one visitor through the services; each of them reports what it did. Of use once. */
final class Visit {

    /** No request does more work of its own than this, so the whole journey is over within {@link ShopTraffic#LONGEST}. */
    private static final long LONGEST_MICROS = 2_500_000;

    private static final long GATEWAY_TIMEOUT_MICROS = 2_000_000;
    private static final double USUAL_FAILURES = 0.0008;
    private static final double NOT_THE_GATEWAY = 0.4;
    private static final int CLIENT_GONE = 499;

    private final Random random;
    private final Optional<Incident> incident;
    private final Consumer<ShopRecord> out;
    private final Visitor visitor;
    private final String id;

    /** How a request ended. */
    private record Outcome(Instant end, int status) {}

    /** A request under way. */
    private record Running(Route route, String span, String parent, Instant start) {}

    /** @param incident the one during which the journey begins */
    Visit(Random random, Optional<Incident> incident, Consumer<ShopRecord> out) {
        this.random = random;
        this.incident = incident;
        this.out = out;
        this.visitor = Visitor.random(random);
        this.id = Integer.toString(1_000 + random.nextInt(90_000));
    }

    void run(Journey journey, Instant start) {
        run(journey.first(), "", start);
    }

    private Outcome run(Call call, String parent, Instant start) {
        Route route = call.route();
        Running request = new Running(route, Visitor.hex(random), parent, start);
        boolean breaks = incident.isPresent()
                && route.service() == ShopService.CHECKOUT
                && random.nextDouble() < incident.get().failureShare();
        Instant now = start.plus(work(route), ChronoUnit.MICROS);
        boolean sorry = false;
        int status = route.status(random.nextDouble());
        for (Call inner : call.inner()) {
            if (status >= 400) break;
            if (breaks && inner.route() == Route.CHARGES) return gatewayTimesOut(request, inner, now);
            Outcome outcome = run(inner, request.span(), now);
            now = outcome.end();
            sorry |= route == Route.CHECKOUT_PAGE && outcome.status() >= 500;
            status = status(route, outcome.status(), status);
        }
        if (breaks) return fail(request, now, Failure.POOL_EXHAUSTED, 500);
        if (random.nextDouble() < USUAL_FAILURES) return fail(request, now, Failure.usual(route.service()), 500);
        if (sorry) report(request, now, ShopEvent.CHECKOUT_FAILED);
        return finish(request, now, status);
    }

    /** What the answer of an inner request makes of a request's own. */
    private static int status(Route route, int inner, int own) {
        // These pages apologize instead, so that check-out is what breaks, and not the front door.
        if (route == Route.CHECKOUT_PAGE || route == Route.ORDER_PAGE) return own;
        if (inner >= 500) return 502;
        return inner >= 400 && route == Route.ORDERS ? inner : own;
    }

    private Outcome gatewayTimesOut(Running order, Call charge, Instant now) {
        Running charging = new Running(charge.route(), Visitor.hex(random), order.span(), now);
        Instant end = now.plus(GATEWAY_TIMEOUT_MICROS + random.nextInt(40_000), ChronoUnit.MICROS);
        ObjectNode warning =
                log(charging, end, "warn", "payment gateway psp-eu-1 has not answered, the client is gone");
        warning.put("event_name", "payment_gateway_slow");
        emit(end, warning);
        finish(charging, end, CLIENT_GONE);
        int status = random.nextDouble() < NOT_THE_GATEWAY ? 500 : 503;
        return fail(order, end.plus(random.nextInt(3_000), ChronoUnit.MICROS), Failure.GATEWAY_TIMEOUT, status);
    }

    private Outcome fail(Running request, Instant end, Failure failure, int status) {
        Route route = request.route();
        ObjectNode json =
                log(request, end, "error", route.method() + " " + route.template() + " failed: " + failure.message());
        json.put("event_name", failure.equals(Failure.GATEWAY_TIMEOUT) ? "payment_timeout" : "request_failed");
        failure.addTo(json);
        emit(end, json);
        return finish(request, end, status);
    }

    private Outcome finish(Running request, Instant end, int status) {
        Route route = request.route();
        ShopEvent.of(route, status).ifPresent(event -> report(request, end, event));
        double millis = ChronoUnit.MICROS.between(request.start(), end) / 1e3;
        String level = status >= 500 ? "error" : status >= 400 ? "warn" : "info";
        ObjectNode json = log(
                request,
                end,
                level,
                route.method() + " " + route.template() + " " + status + " in " + Math.round(millis) + " ms");
        ObjectNode http = json.putObject("http");
        http.put("method", route.method()).put("route", route.template()).put("path", route.path(id));
        http.put("status", status).put("duration_ms", millis).put("version", "1.1");
        http.put("response_bytes", 180 + random.nextInt(route.method().equals("GET") ? 24_000 : 900));
        if (request.parent().isEmpty()) {
            http.put("client_address", visitor.address()).put("user_agent", visitor.agent());
        }
        emit(end, json);
        return new Outcome(end, status);
    }

    private void report(Running request, Instant time, ShopEvent event) {
        ObjectNode json = log(request, time, event.level(), event.message());
        json.put("event_name", event.word());
        event.addDetails(json.withObjectProperty("attributes"), visitor, id, random);
        emit(time, json);
        event.metric(json).ifPresent(it -> out.accept(new ShopRecord(ShopRecord.Kind.METRIC, time, it)));
    }

    private ObjectNode log(Running request, Instant time, String level, String message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("timestamp", time.toString()).put("level", level).put("message", message);
        request.route().service().describe(json, visitor.traceId().hashCode());
        json.put("trace_id", visitor.traceId()).put("span_id", request.span());
        ObjectNode attributes = json.putObject("attributes").put("user.id", visitor.user());
        if (!request.parent().isEmpty()) attributes.put("parent_span_id", request.parent());
        return json;
    }

    private void emit(Instant time, ObjectNode json) {
        out.accept(new ShopRecord(ShopRecord.Kind.LOG, time, json));
    }

    /** Microseconds of a route's own work: log-normal. */
    private long work(Route route) {
        boolean slow = incident.isPresent()
                && (route.service() == ShopService.CHECKOUT || route.service() == ShopService.PAYMENT);
        double millis = route.work(random.nextGaussian());
        return Math.min(LONGEST_MICROS, Math.round(millis * 1e3 * (slow ? Incident.SLOWNESS : 1)));
    }
}
