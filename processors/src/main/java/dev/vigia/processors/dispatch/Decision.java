package dev.vigia.processors.dispatch;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What was decided about one receiver, or about all receivers of a route, and why. */
public sealed interface Decision {

    Reason reason();

    /** The alerts it is about; none where it is about a summary or a heartbeat. */
    List<About> about();

    /**
     * An alert, and the way on which somebody is told of it.
     *
     * @param sequence number of the alert's record
     * @param route id of the route; empty where there is none
     * @param groupKey of the group; empty where there is none
     */
    record About(String alertId, String episodeId, long sequence, String route, String groupKey) {

        static About of(Alert alert, String route, String groupKey) {
            return new About(alert.getAlertId(), alert.getEpisodeId(), alert.getSequence(), route, groupKey);
        }

        static About of(Item item, String route, String groupKey) {
            return new About(item.alertId(), item.episodeId(), item.sequence(), route, groupKey);
        }
    }

    /**
     * The receiver is told, for the first time or again.
     *
     * @param reasons one for each of {@code about}, which are the notification's alerts in their order, and of a digest further ones
     * @param by step of the escalation policy, and who is called by it; time of day of the digest; of a summary that is told in
     *     another's place, the one that did not get through; empty where it is none
     * @param person whom a step of an escalation policy calls by it; empty where it is none, or the step names the receiver
     */
    record Tell(
            Notification notification,
            Reason reason,
            List<Reason> reasons,
            List<About> about,
            String by,
            Optional<String> person)
            implements Decision {

        Tell(Notification notification, Reason reason, List<Reason> reasons, List<About> about) {
            this(notification, reason, reasons, about, "", Optional.empty());
        }

        /** One that names no alert: a summary or a heartbeat. */
        static Tell ofNone(Notification notification, Reason reason) {
            return new Tell(notification, reason, List.of(), List.of());
        }

        /** What was gathered, of alerts of which none has a reason of its own. */
        static Tell gathered(Notification notification, Reason reason, List<About> about, String by) {
            return new Tell(
                    notification, reason, Collections.nCopies(about.size(), reason), about, by, Optional.empty());
        }

        Tell by(String step, Optional<String> whom) {
            return new Tell(notification, reason, reasons, about, step, whom);
        }
    }

    /**
     * The receiver is not told, or not any more.
     *
     * @param receiver its name; empty when there is none, or it is about all of them
     * @param by what is behind it, as in {@link Hold}; or empty
     * @param notificationId of the notification that did not get through; empty where there was none
     */
    record Leave(List<About> about, String receiver, Reason reason, String by, String notificationId)
            implements Decision {

        Leave(List<About> about, String receiver, Reason reason, String by) {
            this(about, receiver, reason, by, "");
        }
    }

    /**
     * The receiver is not told until something is over, and then if the alert is still on.
     *
     * @param receiver its name; empty when it is about all of them
     * @param by id of the silence or of the alert that mutes it, names of the maintenance window or of the hours, time of day of
     *     the digest; empty where there
     *     is none
     * @param until when that is over at the latest, milliseconds since 1970-01-01 UTC; empty where that is not known
     * @param notificationId of the summary or the digest that it comes with, or of the notification that is held back; or empty
     */
    record Hold(List<About> about, String receiver, Reason reason, String by, OptionalLong until, String notificationId)
            implements Decision {}

    /**
     * The receiver is told later: its group gathers, or an attempt failed and another one follows.
     *
     * @param receiver its name; empty when it is about all of a route
     * @param notificationId empty while there is no notification yet
     * @param at when at the earliest, in milliseconds since 1970-01-01 UTC
     */
    record Wait(List<About> about, String receiver, String notificationId, Reason reason, long at)
            implements Decision {}
}
