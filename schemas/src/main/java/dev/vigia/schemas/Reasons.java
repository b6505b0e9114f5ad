package dev.vigia.schemas;

import dev.vigia.schemas.avro.Notification;
import java.util.List;

/** Why alerts are in a notification: each has a reason of its own, or all have that of the notification. */
public final class Reasons {

    /** Where a receiver is told of an episode first. */
    public static final String BECAME_ACTIVE = "alert became active";

    /** Where there is nothing new, and a receiver is told again. */
    public static final String STILL_ON = "alert is still on";

    private Reasons() {}

    /** @param place of the alert in the notification, from 0 */
    public static String of(Notification notification, int place) {
        List<String> reasons = notification.getReasons();
        return place < reasons.size() ? reasons.get(place) : notification.getReason();
    }
}
