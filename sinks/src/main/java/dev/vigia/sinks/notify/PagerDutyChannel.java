package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * PagerDuty's Events API v2. Several events are sent one after the other, up to the first that is not taken: those of alerts have the
 * episode as their key, so all may be sent again.
 *
 * @param events of a notification
 * @param keyed whether they have a key
 */
record PagerDutyChannel(HttpPost post, Function<Notification, List<ObjectNode>> events, boolean keyed)
        implements Channel {

    /** What becomes of an alert: the setting {@code event}. */
    enum Event {
        /** An incident, which ends with the episode. */
        ALERT("https://events.pagerduty.com/v2/enqueue"),
        /** A mark among the recent changes of a service. */
        CHANGE("https://events.pagerduty.com/v2/change/enqueue");

        private final URI us;

        Event(String us) {
            this.us = URI.create(us);
        }

        /** Where the service region of the US takes it; that of the EU is {@code events.eu.pagerduty.com}. */
        URI us() {
            return us;
        }
    }

    /** Where PagerDuty says "slow down" it means minutes, and says no number. */
    private static final Duration SLOW_DOWN = Duration.ofMinutes(1);

    @Override
    public Outcome send(Notification notification) {
        if (notification.getKind() == NotificationKind.HEARTBEAT) {
            return new Outcome.Failed("PagerDuty takes no heartbeat; send it to a receiver of channel webhook or http");
        }
        Outcome last = new Outcome.Delivered("nothing that PagerDuty has an event for");
        for (ObjectNode event : events.apply(notification)) {
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
}
