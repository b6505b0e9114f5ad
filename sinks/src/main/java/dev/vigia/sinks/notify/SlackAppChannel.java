package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.notify.SlackApi.Answer;
import dev.vigia.sinks.notify.SlackApi.Found;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A Slack app: one message an episode, which is edited as the episode goes on, and a reply in its thread to what should be noticed.
 *
 * <p>Each message has the ids of its episode and notification as metadata, by which it is found again when nobody knows whether it
 * was posted. Slack has no key that would keep a second one from being posted; between looking and posting there is this one thread.
 */
final class SlackAppChannel implements Channel {

    private static final String EVENT = "vigia_alert";

    /** What {@code dispatch} says where it tells only those who show an episode as it is. */
    private static final Set<String> QUIET = Set.of("alert was acknowledged", "alert has changed");

    private static final String GONE = "message_not_found";
    /** The workspace lets nobody edit what is old, or posted by others. */
    private static final Set<String> LOCKED = Set.of("edit_window_closed", "cant_update_message");

    private final SlackApi api;
    private final String channel;
    private final SlackBlocks blocks;
    private final Duration timeout;

    /** The messages that this task has posted or edited, by episode: for what comes before the receipt of the one before is known. */
    private final Map<String, Shown> shown = new Last<>();

    /**
     * The message of an episode.
     *
     * @param sequence number of the alert's record that it shows
     */
    private record Shown(String ts, long sequence) {}

    /**
     * @param channel its id: names cannot be edited or searched by
     * @param timeout for all requests of an attempt
     */
    SlackAppChannel(SlackApi api, String channel, SlackBlocks blocks, Duration timeout) {
        this.api = api;
        this.channel = channel;
        this.blocks = blocks;
        this.timeout = timeout;
    }

    @Override
    public Outcome send(Notification notification) {
        return tell(notification, notification.getAttempt() > 1);
    }

    @Override
    public Outcome sendAgain(Notification notification) {
        return tell(notification, true);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    /** A message shows how it stands now: an older edit that nobody is to notice is not missed. */
    @Override
    public boolean covers(Notification newer, Notification older) {
        if (newer.getAlerts().size() != 1 || older.getAlerts().size() != 1 || isNoticed(older)) return false;
        Alert now = newer.getAlerts().get(0);
        Alert before = older.getAlerts().get(0);
        return now.getEpisodeId().equals(before.getEpisodeId()) && now.getSequence() >= before.getSequence();
    }

    /** @param doubt whether it may have been told already */
    private Outcome tell(Notification notification, boolean doubt) {
        if (notification.getKind() == NotificationKind.HEARTBEAT) return Outcome.noHeartbeat();
        Deadline deadline = Deadline.in(timeout);
        return notification.getAlerts().size() == 1
                ? episode(notification, doubt, deadline)
                : loose(notification, doubt, deadline);
    }

    /** What is of no one episode has a message of its own, which is never edited. */
    private Outcome loose(Notification notification, boolean doubt, Deadline deadline) {
        String unsure = "";
        if (doubt) {
            Found found = api.find(channel, isOf("notification", notification.getId()), deadline);
            if (found instanceof Found.Message) return new Outcome.Delivered("it was posted before");
            Optional<Outcome> later = later(found);
            if (later.isPresent()) return later.get();
            unsure = unsure(found);
        }
        Answer answer = api.post(signed(blocks.of(notification), notification), deadline);
        return answer instanceof Answer.NotDone not ? not.outcome() : new Outcome.Delivered("posted" + unsure);
    }

    private Outcome episode(Notification notification, boolean doubt, Deadline deadline) {
        Alert alert = notification.getAlerts().get(0);
        Optional<String> message = message(notification);
        String unsure = "";
        if (message.isEmpty() && (doubt || alert.getTransition() != Transition.ACTIVE)) {
            Found found = api.find(channel, isOf("episode", alert.getEpisodeId()), deadline);
            Optional<Outcome> later = later(found);
            if (later.isPresent()) return later.get();
            unsure = unsure(found);
            if (found instanceof Found.Message there) {
                message = Optional.of(there.message().path("ts").asText());
            }
        }
        return message.isEmpty()
                ? begin(notification, unsure, deadline)
                : goOn(notification, message.get(), doubt, deadline);
    }

    /** What this task has posted itself is newer than what the notification knows. */
    private Optional<String> message(Notification notification) {
        return Optional.ofNullable(shown.get(notification.getAlerts().get(0).getEpisodeId()))
                .map(Shown::ts)
                .or(() -> Optional.ofNullable(notification.getPreviousReceipt())
                        .filter(receipt -> receipt.startsWith(channel + "/"))
                        .map(receipt -> receipt.substring(channel.length() + 1)));
    }

    /** Where it could not be looked now, and may be looked later. */
    private static Optional<Outcome> later(Found found) {
        return found instanceof Found.Unknown unknown && unknown.outcome() instanceof Outcome.Retryable
                ? Optional.of(unknown.outcome())
                : Optional.empty();
    }

    /** What is said of one that is posted without having looked; empty when it was looked. */
    private static String unsure(Found found) {
        return found instanceof Found.Unknown unknown
                ? "; it may be there twice, since nobody could look ("
                        + unknown.outcome().detail() + ")"
                : "";
    }

    private Outcome begin(Notification notification, String unsure, Deadline deadline) {
        Answer answer = api.post(signed(blocks.withButtons(notification), notification), deadline);
        if (answer instanceof Answer.NotDone not) return not.outcome();
        String ts = ((Answer.Done) answer).body().path("ts").asText();
        return delivered("posted" + unsure, notification, ts);
    }

    private Outcome goOn(Notification notification, String ts, boolean doubt, Deadline deadline) {
        boolean reply = isNoticed(notification);
        String unsure = "";
        if (doubt && reply) {
            Found found = api.findInThread(channel, ts, isOf("notification", notification.getId()), deadline);
            Optional<Outcome> later = later(found);
            if (later.isPresent()) return later.get();
            unsure = unsure(found);
            reply = !(found instanceof Found.Message);
        }
        if (!isOutdated(notification)) {
            Answer edited = api.update(
                    blocks.withButtons(notification).put("channel", channel).put("ts", ts), deadline);
            if (edited instanceof Answer.NotDone not && not.error().equals(GONE)) {
                shown.remove(notification.getAlerts().get(0).getEpisodeId());
                return reply
                        ? begin(notification, "; the message before is gone", deadline)
                        : new Outcome.Delivered("its message is gone, and nothing is to be noticed");
            }
            if (edited instanceof Answer.NotDone not && !LOCKED.contains(not.error())) return not.outcome();
        }
        if (!reply) return delivered("edited", notification, ts);
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("text", blocks.reply(notification));
        Answer replied = api.post(signed(message, notification).put("thread_ts", ts), deadline);
        if (replied instanceof Answer.NotDone not) return not.outcome();
        return delivered("edited, with a reply" + unsure, notification, ts);
    }

    /** Whether the message shows something newer already, since this one had to be tried again. */
    private boolean isOutdated(Notification notification) {
        Alert alert = notification.getAlerts().get(0);
        Shown now = shown.get(alert.getEpisodeId());
        return now != null && now.sequence() > alert.getSequence();
    }

    private Outcome delivered(String words, Notification notification, String ts) {
        Alert alert = notification.getAlerts().get(0);
        if (!isOutdated(notification)) shown.put(alert.getEpisodeId(), new Shown(ts, alert.getSequence()));
        return new Outcome.Delivered(words + " " + ts, Optional.of(channel + "/" + ts));
    }

    /** Whether people should look again. That somebody is on it, or has changed something, they see in the message. */
    private static boolean isNoticed(Notification notification) {
        return !QUIET.contains(notification.getReason());
    }

    private ObjectNode signed(ObjectNode message, Notification notification) {
        message.put("channel", channel).put("unfurl_links", false).put("unfurl_media", false);
        ObjectNode payload =
                message.putObject("metadata").put("event_type", EVENT).putObject("event_payload");
        payload.put("notification", notification.getId());
        // A reply is not the episode's message.
        if (notification.getAlerts().size() == 1 && message.has("blocks")) {
            payload.put("episode", notification.getAlerts().get(0).getEpisodeId());
        }
        return message;
    }

    private static Predicate<JsonNode> isOf(String what, String id) {
        return message -> {
            JsonNode metadata = message.path("metadata");
            return metadata.path("event_type").asText().equals(EVENT)
                    && metadata.path("event_payload").path(what).asText().equals(id);
        };
    }
}
