package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A number of WhatsApp, through Meta's Cloud API. */
final class WhatsAppChannel implements Channel {

    /**
     * What may pass: service errors, throughput, and too many messages from a number or to one (Meta's list of the Cloud API's error
     * codes). They come with status 400 as well.
     */
    private static final Set<Integer> TEMPORARY =
            Set.of(2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004, 133016);

    /** Too many messages from one number to one other. Meta says no time to wait. */
    private static final int PAIR_LIMIT = 131056;

    /** Between two messages to one number (Meta's Cloud API, "Pair rate limits"). */
    static final Duration PAIR_INTERVAL = Duration.ofSeconds(6);

    private static final int LONGEST_WORDS = 400;

    private final HttpPost post;
    private final String token;
    private final String to;
    private final WhatsAppTemplate template;

    /** @param to one number: of several, one could have it and another not */
    WhatsAppChannel(HttpPost post, String token, String to, WhatsAppTemplate template) {
        this.post = post;
        this.token = token;
        this.to = to;
        this.template = template;
    }

    @Override
    public Outcome send(Notification notification) {
        if (notification.getKind() == NotificationKind.HEARTBEAT) return Outcome.noHeartbeat();
        return post.send(
                template.of(notification, to), Map.of("Authorization", "Bearer " + token), WhatsAppChannel::outcome);
    }

    @Override
    public boolean keyed() {
        return false;
    }

    private static Outcome outcome(HttpAnswer answer) {
        JsonNode body = JsonAnswer.of(answer);
        Outcome outcome = answer.outcome();
        if (outcome instanceof Outcome.Delivered) {
            Optional<String> id = JsonAnswer.text(body.path("messages").path(0).path("id"));
            return new Outcome.Delivered(id.orElseGet(answer::detail), id);
        }
        JsonNode error = body.path("error");
        if (!error.path("code").canConvertToInt()) return outcome;
        int code = error.path("code").asInt();
        String words = error.path("message").asText() + " "
                + error.path("error_data").path("details").asText();
        String detail = "HTTP " + answer.status() + ", error " + code + ": "
                + AlertText.cut(words.strip().replaceAll("\\p{Cntrl}", " "), LONGEST_WORDS);
        boolean temporary = TEMPORARY.contains(code) || outcome instanceof Outcome.Retryable;
        if (!temporary) return new Outcome.Failed(detail);
        Optional<Duration> wait = code == PAIR_LIMIT ? Optional.of(PAIR_INTERVAL) : Optional.empty();
        return new Outcome.Retryable(detail, answer.retryAfter().or(() -> wait));
    }
}
