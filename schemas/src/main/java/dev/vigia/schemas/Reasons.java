package dev.vigia.schemas;

import dev.vigia.schemas.avro.Notification;
import java.util.List;

/** Why alerts are in a notification: each has a reason of its own, or all have that of the notification. */
public final class Reasons {

    private Reasons() {}

    /** @param place of the alert in the notification, from 0 */
    public static String of(Notification notification, int place) {
        List<String> reasons = notification.getReasons();
        return place < reasons.size() ? reasons.get(place) : notification.getReason();
    }
}
