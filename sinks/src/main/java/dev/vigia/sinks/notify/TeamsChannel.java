package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.sinks.notify.text.Texts;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Microsoft Teams channel or chat, by the address of a workflow "When a Teams webhook request is received". */
record TeamsChannel(HttpPost post, Texts texts) implements Channel {

    /** Behind a 200, an address of the older kind may say that Teams itself has refused. */
    private static final Pattern REFUSED = Pattern.compile("returned HTTP error (\\d{3})");

    @Override
    public Outcome send(Notification notification) {
        if (notification.getKind() == NotificationKind.HEARTBEAT) {
            return new Outcome.Failed("Teams takes no heartbeat; send it to a receiver of channel webhook or http");
        }
        return post.send(TeamsMessage.of(texts.of(notification)), Map.of(), TeamsChannel::outcome);
    }

    private static Outcome outcome(HttpAnswer answer) {
        Matcher refused = REFUSED.matcher(answer.body());
        if (answer.status() / 100 != 2 || !refused.find()) return answer.outcome();
        int status = Integer.parseInt(refused.group(1));
        return new HttpAnswer(status, answer.retryAfter(), answer.location(), answer.body(), answer.whole()).outcome();
    }

    @Override
    public boolean keyed() {
        return false;
    }
}
