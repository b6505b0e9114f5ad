package dev.vigia.chaos.load;

import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.MetricType;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.avro.SpanKind;
import dev.vigia.schemas.avro.SpanStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the simulated applications send at any time, and when which of them is in trouble: one incident after another, each
 * with another service. Immutable.
 *
 * @param begun event time at which the load begins: milliseconds since 1970-01-01 UTC
 * @param first how long after that the first incident begins
 * @param every how long after it the next begins
 * @param lasts how long each goes on, less than {@code every}
 * @param last event time from which on none begins
 */
public record Script(long begun, Duration first, Duration every, Duration lasts, long last) {

    /** Services that get into trouble in turns; every second one gets slow. */
    public static final List<String> SERVICES =
            List.of("cart", "search", "checkout", "catalog", "payment", "profile", "orders", "stock");

    /** Of its alerts nobody wants to hear. */
    public static final String SILENCED = "search";

    /** What the rules are about, and what they make of an incident. */
    public static final String RULES = """
            rules:
              - {id: errors, filter: http.status > 0, group_by: [service], aggregate: error_rate, errors: http.status >= 500,
                 above: 0.2, window: 20s, recover_for: 10s, flapping: off, min_samples: 50, severity: high}
              - {id: slow, filter: http.status > 0, group_by: [service], aggregate: percentile, percentile: 95,
                 field: http.duration, above: 1, window: 20s, for: 10s, recover_for: 10s, flapping: off, min_samples: 50,
                 severity: medium}
            """;

    /** Who is told: of everything that is not silenced, when it begins and when it is over. */
    public static final List<String> RECEIVERS = List.of("webhook", "pagerduty", "sms");

    /** The same for Vigia. */
    public static final String ROUTING = """
            receivers:
              - { name: webhook, channel: webhook }
              - { name: pagerduty, channel: pagerduty }
              - { name: sms, channel: http }
            route:
              repeat_interval: 0s
              receivers: [webhook, pagerduty, sms]
            """;

    private static final int ROUTES = 5;
    private static final long NANOS = 1_000_000;

    /** How many incidents of a service somebody is told of. */
    public static long told(List<Incident> incidents, String service) {
        return incidents.stream()
                .filter(incident -> incident.service().equals(service))
                .filter(incident -> !service.equals(SILENCED))
                .count();
    }

    /** The incidents that begin before a time. */
    public List<Incident> incidents(long before) {
        List<Incident> incidents = new ArrayList<>();
        for (int i = 0; at(i) < Math.min(before, last); i++) incidents.add(incident(i));
        return incidents;
    }

    private long at(long number) {
        return begun + first.toMillis() + number * every.toMillis();
    }

    private Incident incident(int number) {
        int service = number % SERVICES.size();
        return new Incident(SERVICES.get(service), at(number), at(number) + lasts.toMillis(), service % 2 == 1);
    }

    /** The first time, from this one on, at which no incident is on. */
    public long quietFrom(long millis) {
        return present(millis).map(incident -> Math.max(millis, incident.to())).orElse(millis);
    }

    /** The incident that has begun last; it may be over. */
    private Optional<Incident> present(long millis) {
        long number = Math.floorDiv(millis - at(0), every.toMillis());
        return number < 0 || at(number) >= last ? Optional.empty() : Optional.of(incident((int) number));
    }

    /** A finished request. */
    Log request(RecordId id, String service, long millis) {
        int n = id.number();
        Optional<Incident> incident = present(millis).filter(it -> it.holds(service, millis));
        boolean slow = incident.filter(Incident::slow).isPresent();
        boolean fails = incident.isPresent() && !slow ? n % 5 < 3 : n % 100 == 0;
        return Log.newBuilder()
                .setTimestamp(millis * 1_000)
                .setService(service)
                .setSeverityNumber(fails ? 17 : 9)
                .setMessage(fails ? "upstream timed out" : "request is answered")
                .setTraceId(id.text())
                .setHttp(Http.newBuilder()
                        .setMethod("GET")
                        .setRoute("/things/" + n % ROUTES)
                        .setStatus(fails ? 503 : 200)
                        .setDuration(NANOS * (slow ? 3_000 : 10 + n % 90))
                        .build())
                .build();
    }

    Span span(RecordId id, String service, long millis) {
        return Span.newBuilder()
                .setTimestamp(millis * 1_000)
                .setDuration(NANOS * (10 + id.number() % 90))
                .setTraceId(id.text())
                .setSpanId(String.format(Locale.ROOT, "%016x", id.number() + 1L))
                .setName("GET /things/" + id.number() % ROUTES)
                .setKind(SpanKind.SERVER)
                .setStatus(id.number() % 100 == 0 ? SpanStatus.ERROR : SpanStatus.OK)
                .setService(service)
                .build();
    }

    Metric metric(RecordId id, String service, long millis) {
        return Metric.newBuilder()
                .setId(id.text())
                .setTimestamp(millis * 1_000)
                .setName("queue.length")
                .setType(MetricType.GAUGE)
                .setValue(id.number() % 100)
                .setService(service)
                .build();
    }

    /** The service of a lane's nth record. */
    static String service(int number) {
        return SERVICES.get(number % SERVICES.size());
    }
}
