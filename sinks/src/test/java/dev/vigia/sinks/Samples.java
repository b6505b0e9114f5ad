package dev.vigia.sinks;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertPart;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.ExceptionInfo;
import dev.vigia.schemas.avro.Exemplar;
import dev.vigia.schemas.avro.Histogram;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.MetricType;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.OffsetRange;
import dev.vigia.schemas.avro.Rollup;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.avro.SpanEvent;
import dev.vigia.schemas.avro.SpanKind;
import dev.vigia.schemas.avro.SpanStatus;
import dev.vigia.schemas.avro.Transition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** One record of each type, with everything in it. */
public final class Samples {

    /** 2026-01-02T03:04:05.123Z. */
    public static final long MILLIS = Instant.parse("2026-01-02T03:04:05.123Z").toEpochMilli();

    private static final long MICROS = MILLIS * 1000 + 456;

    private Samples() {}

    public static Log.Builder log(String message) {
        return Log.newBuilder().setTimestamp(MICROS).setMessage(message);
    }

    public static Log access() {
        return log("GET /pay 500")
                .setId("id-1")
                .setObservedTimestamp(MICROS + 1_000_000)
                .setSeverityNumber(17)
                .setSeverityText("ERROR")
                .setEventName("payment_failed")
                .setService("shop")
                .setTraceId("0af7651916cd43dd8448eb211c80319c")
                .setSpanId("b7ad6b7169203331")
                .setResource(Map.of(
                        "service.version", "1.2.3",
                        "deployment.environment.name", "prod",
                        "host.name", "web-1",
                        "k8s.pod.name", "shop-0"))
                .setAttributes(Map.of("user.id", "u1", "process.pid", 42L, "cart.total", 12.5, "vip", true))
                .setHttp(Http.newBuilder()
                        .setMethod("GET")
                        .setRoute("/pay")
                        .setPath("/pay")
                        .setQuery("a=1")
                        .setStatus(500)
                        .setDuration(1_500_000L)
                        .setResponseBytes(321L)
                        .setVersion("1.1")
                        .setReferrer("http://example.org/")
                        .setUserAgent("curl/8")
                        .setClientAddress("203.0.113.7")
                        .build())
                .setException(ExceptionInfo.newBuilder()
                        .setType("java.io.IOException")
                        .setMessage("broken pipe")
                        .setStackTrace("at a.b(C.java:1)")
                        .build())
                .setCount(3)
                .build();
    }

    public static Metric metric() {
        return Metric.newBuilder()
                .setTimestamp(MICROS)
                .setName("http.server.request.duration")
                .setUnit("s")
                .setType(MetricType.HISTOGRAM)
                .setValue(1.75)
                .setHistogram(new Histogram(3L, List.of(0.1, 1.0), List.of(1L, 1L, 1L)))
                .setService("shop")
                .setAttributes(Map.of("http.route", "/pay"))
                .build();
    }

    public static Span span() {
        return Span.newBuilder()
                .setTimestamp(MICROS)
                .setDuration(2_000_000L)
                .setTraceId("0af7651916cd43dd8448eb211c80319c")
                .setSpanId("b7ad6b7169203331")
                .setParentSpanId("00f067aa0ba902b7")
                .setName("GET /pay")
                .setKind(SpanKind.SERVER)
                .setStatus(SpanStatus.ERROR)
                .setStatusMessage("boom")
                .setService("shop")
                .setEvents(List.of(SpanEvent.newBuilder()
                        .setTimestamp(MICROS)
                        .setName("retry")
                        .setAttributes(Map.of("n", 1L))
                        .build()))
                .build();
    }

    public static Rollup rollup(long revision, long count) {
        return Rollup.newBuilder()
                .setKind("requests")
                .setService("shop")
                .setDimensions(Map.of("route", "/pay"))
                .setWindowStart(MILLIS / 60_000 * 60_000)
                .setWindowEnd(MILLIS / 60_000 * 60_000 + 60_000)
                .setRevision(revision)
                .setCount(count)
                .setErrors(1)
                .setClientErrors(2)
                .setValues(count)
                .setSum(count * 0.5)
                .setMin(0.25)
                .setMax(0.75)
                .setLast(0.5)
                .setP50(0.5)
                .setP95(0.7)
                .setP99(0.75)
                .setSketch(ByteBuffer.wrap("sketch".getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    public static Alert alert(Transition transition, AlertState state) {
        return Alert.newBuilder()
                .setAlertId("0123456789abcdef")
                .setEpisodeId("fedcba9876543210")
                .setSequence(2)
                .setTransition(transition)
                .setState(state)
                .setAt(MILLIS)
                .setDataTime(MILLIS + 1000)
                .setStartedAt(MILLIS - 30_000)
                .setRuleId("checkout-errors")
                .setRuleSet("demo.yaml")
                .setRuleVersion(412)
                .setTitle("Muitos erros no pagamento")
                .setSummary("shop: errors: error rate 6.1 % over 1m (bound 5 %), 4211 records")
                .setSeverity(Severity.CRITICAL)
                .setCategory("availability")
                .setGroup(Map.of("service", "shop"))
                .setLabels(Map.of("team", "payments"))
                .setRunbookUrl("https://runbooks.example/checkout")
                .setCondition("error_rate > 0.05")
                .setValue(0.061)
                .setThreshold(0.05)
                .setWindowStart(MILLIS - 60_000)
                .setWindowEnd(MILLIS)
                .setSamples(4211)
                .setLearning(false)
                .setCommandId("c-7")
                .setAssignedTo("payments")
                .setSnoozedUntil(MILLIS + 60_000)
                .setEvidence(Evidence.newBuilder()
                        .setCount(258)
                        .setRanges(List.of(new OffsetRange("logs", 1, 10L, 20L, 258L)))
                        .setExemplars(List.of(new Exemplar("logs", 1, 12L)))
                        .build())
                .setParts(List.of(AlertPart.newBuilder()
                        .setName("errors")
                        .setCondition("error_rate > 0.05")
                        .setHolds(true)
                        .setValue(0.061)
                        .setThreshold(0.05)
                        .setWindowStart(MILLIS - 60_000)
                        .setWindowEnd(MILLIS)
                        .setSamples(4211)
                        .build()))
                .build();
    }

    /** An alert whose value rises beyond its bound; one window has no value. */
    public static Alert withCourse(Alert alert) {
        List<Double> recent = new ArrayList<>(Collections.nCopies(20, 0.004));
        recent.addAll(Arrays.asList(0.011, 0.008, null, 0.013, 0.02, 0.017, 0.031, 0.048, 0.072, 0.068, 0.061));
        return Alert.newBuilder(alert).setRecent(recent).setRecentStep(10_000).build();
    }

    public static Notification notification(String id, String receiver, String channel, Alert... alerts) {
        return Notification.newBuilder()
                .setId(id)
                .setAttempt(1)
                .setReceiver(receiver)
                .setChannel(channel)
                .setReason("alert became active")
                .setAt(MILLIS + 2000)
                .setGroupLabels(Map.of("alertname", "checkout-errors", "service", "shop"))
                .setAlerts(List.of(alerts))
                .build();
    }
}
