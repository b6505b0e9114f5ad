package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Notification;
import dev.vigia.sinks.notify.WebhookFormat.Message;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A program that listens. {@code Idempotency-Key} is the same in every attempt, for those who look at it; the same alert told
 * twice is one alert with Alertmanager's receivers, and one event by CloudEvents. Several requests are sent one after the
 * other, up to the first that is not taken.
 */
final class WebhookChannel implements Channel {

    static final String[] KEYS = {"url", "format", "secret", "bearer", "headers.", "max_alerts"};

    private final HttpPost post;
    private final WebhookFormat format;
    private final Map<String, String> headers;
    private final Optional<Signature> signature;
    private final Clock clock;

    private WebhookChannel(
            HttpPost post,
            WebhookFormat format,
            Map<String, String> headers,
            Optional<Signature> signature,
            Clock clock) {
        this.post = post;
        this.format = format;
        this.headers = headers;
        this.signature = signature;
        this.clock = clock;
    }

    static WebhookChannel of(ReceiverSettings settings, HttpPost post, String externalUrl, Clock clock) {
        int maxAlerts = settings.number("max_alerts", 0, 0, 100_000);
        WebhookFormat.Name name = settings.oneOf("format", WebhookFormat.Name.ALERTMANAGER);
        if (maxAlerts > 0 && name != WebhookFormat.Name.ALERTMANAGER) {
            throw settings.wrong("max_alerts", "is of the format alertmanager only");
        }
        WebhookFormat format = switch (name) {
            case ALERTMANAGER ->
                notification ->
                        WebhookFormat.one(notification, AlertmanagerMessage.of(notification, externalUrl, maxAlerts));
            case CLOUDEVENTS -> new CloudEvents(new VigiaMessage(externalUrl));
            case VIGIA -> new VigiaMessage(externalUrl);
        };
        return new WebhookChannel(post, format, settings.headers(), signature(settings), clock);
    }

    private static Optional<Signature> signature(ReceiverSettings settings) {
        try {
            return settings.optional("secret").map(Signature::of);
        } catch (IllegalArgumentException e) {
            throw settings.wrong("secret", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Outcome send(Notification notification) {
        Outcome last = new Outcome.Delivered("nothing to tell");
        for (Message message : format.messages(notification)) {
            last = post.send("POST", message.contentType(), message.body(), headers(message), HttpAnswer::outcome);
            if (!(last instanceof Outcome.Delivered)) return last;
        }
        return last;
    }

    private Map<String, String> headers(Message message) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        all.put("Idempotency-Key", message.id());
        // Signed anew in each attempt: what is tried again for an hour is no replay.
        signature.ifPresent(
                sign -> all.putAll(sign.headers(message.id(), clock.instant().getEpochSecond(), message.body())));
        return all;
    }

    @Override
    public boolean keyed() {
        return true;
    }
}
