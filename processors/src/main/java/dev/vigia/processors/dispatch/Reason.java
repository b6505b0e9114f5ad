package dev.vigia.processors.dispatch;

import dev.vigia.schemas.Reasons;
import dev.vigia.schemas.avro.NotificationKind;
import java.util.Optional;

/** Why somebody is told, or is not. */
public enum Reason {
    BECAME_ACTIVE(Reasons.BECAME_ACTIVE),
    /** The receiver was told before in this episode, of something less severe. */
    SEVERITY_ROSE("alert became more severe"),
    /** It is closed if it stays away; told to whom it was told that it is on. */
    WATCHED("alert recovered and is watched"),
    /** The receiver was told that it had recovered. */
    CAME_BACK("alert came back while it was watched"),
    RESOLVED("alert resolved"),
    /** By what late records say it was none. */
    RETRACTED("alert is retracted: late records say that it was none"),
    /** Somebody had resolved it, and took that back; or late records show that it was not over. */
    REOPENED("alert was reopened"),
    SNOOZE_OVER("alert is still on after its snooze"),
    /** Nothing is new; or it is in a notification of its group because of what is new of others. */
    REPEATED(Reasons.STILL_ON),
    /** A step of an escalation policy. */
    ESCALATED("nobody has acknowledged it"),
    /** Told to receivers that show an episode as it is; others are not told again of what somebody is on. */
    ACKNOWLEDGED("alert was acknowledged"),
    /** Told to receivers that show an episode as it is. */
    CHANGED("alert has changed"),
    /** In a storm, or of a group too large to name each alert. */
    SUMMARY("many alerts at once"),
    /** At a time of day. */
    DIGEST("digest of what is on, began and ended"),
    /** No heartbeat is sent then. */
    STANDS_STILL("some records have not been judged for five minutes"),
    HEARTBEAT("Vigia lives"),
    /** The episode was as severe before, or more, and the receiver was told then. */
    ALREADY_TOLD("told before in this episode"),
    SNOOZED("somebody has snoozed it"),
    /** That it has recovered is told when it has settled. */
    FLAPPING("it begins and ends too often"),
    /** The next step of the policy comes all the same. */
    NOBODY_ON_CALL("nobody is on call"),
    /** Also where none that a route names has an address. */
    NO_ROUTE("no route has a receiver for it"),
    /** The file says that nobody is told. */
    RECORDED_ONLY("its route says that it is only recorded"),
    /** A silence mutes the alert. What still burns when the silence ends is told then. */
    SILENCED("a silence mutes it"),
    /** A maintenance window mutes the alert. What still burns when the window closes is told then. */
    IN_MAINTENANCE("a maintenance window mutes it"),
    /** What still burns when the alert ends that mutes it is told then. */
    INHIBITED("an alert that explains it is on"),
    /** What still burns when the route tells again is told then. */
    OUTSIDE_HOURS("its route tells nobody at this hour"),
    /** What still burns when the time is over is told then. */
    COOLING_DOWN("an episode of this alert was told not long ago"),
    GROUP_WAIT("its group waits for more of its kind"),
    GROUP_INTERVAL("its group was told of not long ago"),
    /** It comes with the next summary. */
    STORM("the receiver has too much to read: it comes with a summary"),
    /** It comes at the receiver's time of day. */
    FOR_DIGEST("it comes with the next digest"),
    /** After some failures in a row it is left in peace for a while. */
    BREAKER_OPEN("the receiver has failed several times in a row"),
    /** Somebody stands in for it. */
    PUT_OFF("the receiver asks to wait for longer than a minute"),
    /** The receiver could not be told that it was active, and now it is over. */
    NEVER_TOLD("it was over before the receiver could be told"),
    /** The other side refused. */
    REFUSED("the receiver refuses it"),
    GAVE_UP("no attempt was successful");

    private final String words;

    Reason(String words) {
        this.words = words;
    }

    /** Whether it says that something is wrong: what keeps quiet about alerts holds it back. */
    boolean isAlarm() {
        return switch (this) {
            case BECAME_ACTIVE, SEVERITY_ROSE, CAME_BACK, REOPENED, SNOOZE_OVER, REPEATED, ESCALATED -> true;
            default -> false;
        };
    }

    /** Whether it says nothing new of the alert: nobody hears it who is on it. */
    boolean isReminder() {
        return this == REPEATED || this == ESCALATED;
    }

    /** Whether it says that nothing is wrong any more: it is told to whom it was told that something is. */
    boolean isGood() {
        return this == WATCHED || isLast();
    }

    /** Whether nothing more is told of the episode. */
    boolean isLast() {
        return this == RESOLVED || this == RETRACTED;
    }

    /** Whether it only keeps a receiver up to date that shows an episode as it is. */
    boolean isNote() {
        return this == ACKNOWLEDGED || this == CHANGED;
    }

    /** Whether it tells what was gathered, in which no alert has a notification of its own. */
    boolean isGathered() {
        return this == SUMMARY || this == DIGEST;
    }

    /** Of a notification that tells what was gathered. */
    static Reason ofGathered(NotificationKind kind) {
        return kind == NotificationKind.DIGEST ? DIGEST : SUMMARY;
    }

    /** The one of a name; of no name, none. */
    static Optional<Reason> named(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(valueOf(name));
    }

    /** For people. */
    public String words() {
        return words;
    }
}
