package dev.vigia.sinks.notify;

import com.samskivert.mustache.MustacheException;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.SummaryLine;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.notify.text.Texts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Any service that takes a request over HTTP, by a template: short messages and others. */
final class HttpChannel implements Channel {

    static final String[] KEYS = {
        "url",
        "method",
        "to",
        "body",
        "content_type",
        "form.",
        "headers.",
        "bearer",
        "username",
        "password",
        "max_length",
        "segments",
        "keyed"
    };

    private enum Method {
        POST,
        PUT
    }

    private enum YesNo {
        TRUE,
        FALSE
    }

    private final HttpPost post;
    private final String method;
    private final HttpTemplate template;
    private final Map<String, String> headers;
    private final Texts texts;
    private final String to;
    /** In UTF-16 units, and in short messages; 0 for any. */
    private final int maxLength;

    private final int segments;
    private final boolean keyed;

    private HttpChannel(ReceiverSettings settings, HttpPost post, Texts texts) {
        this.post = post;
        this.method = settings.oneOf("method", Method.POST).name();
        this.template = HttpTemplate.of(settings);
        this.headers = settings.headers();
        this.texts = texts;
        this.to = settings.optional("to").orElse("");
        this.maxLength = settings.number("max_length", 0, 0, 1_000_000);
        this.segments = settings.number("segments", 0, 0, 10);
        this.keyed = settings.oneOf("keyed", YesNo.FALSE) == YesNo.TRUE;
    }

    /** Tries the template on one notification of each kind, so that a wrong one is known at the start and not at night. */
    static HttpChannel of(ReceiverSettings settings, HttpPost post, Texts texts) {
        HttpChannel channel = new HttpChannel(settings, post, texts);
        for (Notification example : EXAMPLES) {
            Map<String, Object> values = channel.values(example);
            channel.template.parts().forEach((key, part) -> {
                try {
                    String flaw = channel.template.flaw(part.execute(values));
                    if (!flaw.isEmpty()) throw settings.wrong(key, flaw);
                } catch (MustacheException e) {
                    throw settings.wrong(key, e.getMessage() + "; there is " + values.keySet());
                }
            });
        }
        return channel;
    }

    @Override
    public Outcome send(Notification notification) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.put("Idempotency-Key", WebhookFormat.word(notification.getId()));
        all.putAll(headers);
        return post.send(method, template.contentType(), body(notification), all, HttpAnswer::outcome);
    }

    @Override
    public boolean keyed() {
        return keyed;
    }

    private String body(Notification notification) {
        return template.render(values(notification));
    }

    private Map<String, Object> values(Notification notification) {
        Map<String, Object> values = TemplateValues.of(notification, texts, to);
        values.computeIfPresent("text", (name, text) -> fitting(String.valueOf(text)));
        return values;
    }

    private String fitting(String text) {
        String shorter = maxLength > 0 ? AlertText.cut(text, maxLength) : text;
        return segments > 0 ? SmsText.cut(shorter, segments) : shorter;
    }

    private static final List<Notification> EXAMPLES = List.of(
            example(NotificationKind.ALERTS),
            example(NotificationKind.SUMMARY),
            example(NotificationKind.DIGEST),
            example(NotificationKind.HEARTBEAT));

    private static Notification example(NotificationKind kind) {
        boolean alerts = kind == NotificationKind.ALERTS || kind == NotificationKind.DIGEST;
        boolean summary = kind == NotificationKind.SUMMARY || kind == NotificationKind.DIGEST;
        return Notification.newBuilder()
                .setId("example")
                .setAttempt(1)
                .setReceiver("example")
                .setChannel("http")
                .setReason("example")
                .setAt(0)
                .setGroupLabels(Map.of())
                .setKind(kind)
                .setAlerts(alerts ? List.of(exampleAlert(), exampleAlert()) : List.of())
                .setSummary(summary ? List.of(exampleLine(), exampleLine()) : List.of())
                .build();
    }

    private static SummaryLine exampleLine() {
        return SummaryLine.newBuilder()
                .setRuleId("example")
                .setTitle("\"Example\"\n")
                .setSeverity(Severity.LOW)
                .setActive(1)
                .setResolved(0)
                .setGroups(List.of("service=example"))
                .build();
    }

    private static Alert exampleAlert() {
        return Alert.newBuilder()
                .setAlertId("example")
                .setEpisodeId("example")
                .setSequence(1)
                .setTransition(Transition.ACTIVE)
                .setState(AlertState.ACTIVE)
                .setAt(0)
                .setDataTime(0)
                .setStartedAt(0)
                .setRuleId("example")
                .setRuleSet("example")
                .setRuleVersion(0)
                .setTitle("\"Example\"\n")
                .setSummary("\"Example\"\n")
                .setSeverity(Severity.LOW)
                .setCategory("example")
                .setGroup(Map.of("service", "example"))
                .setLabels(Map.of("label", "example"))
                .setCondition("example")
                .setValue(0)
                .setThreshold(0)
                .setWindowStart(0)
                .setWindowEnd(0)
                .setSamples(0)
                .setLearning(false)
                .setEvidence(new Evidence(0L, List.of(), List.of()))
                .build();
    }
}
