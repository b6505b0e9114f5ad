package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * PagerDuty's Events API v2. Several events are sent one after the other, up to the first that is not taken: each has the
 * episode as its key, so all may be sent again.
 */
record PagerDutyChannel(HttpPost post, PagerDutyEvents events) implements Channel {

    /** The service region of the US; that of the EU is {@code events.eu.pagerduty.com}. */
    static final URI US = URI.create("https://events.pagerduty.com/v2/enqueue");

    /** Where PagerDuty says "slow down" it means minutes, and says no number. */
    private static final Duration SLOW_DOWN = Duration.ofMinutes(1);

    @Override
    public Outcome send(Notification notification) {
        if (notification.getKind() == NotificationKind.HEARTBEAT) {
            return new Outcome.Failed("PagerDuty takes no heartbeat; send it to a receiver of channel webhook or http");
        }
        Outcome last = new Outcome.Delivered("nothing that PagerDuty has an event for");
        for (ObjectNode event : events.of(notification)) {
            last = post.send(event, Map.of(), PagerDutyChannel::outcome);
            if (!(last instanceof Outcome.Delivered)) return last;
        }
        return last;
    }

    private static Outcome outcome(HttpAnswer answer) {
        if (answer.status() == 429 && answer.retryAfter().isEmpty()) {
            return new Outcome.Retryable(answer.detail(), Optional.of(SLOW_DOWN));
        }
        return answer.outcome();
    }

    @Override
    public boolean keyed() {
        return true;
    }
}
