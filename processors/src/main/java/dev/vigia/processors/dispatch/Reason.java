package dev.vigia.processors.dispatch;

/** Why somebody is told, or is not. */
public enum Reason {
    BECAME_ACTIVE("alert became active"),
    /** The receiver was told before in this episode, of something less severe. */
    SEVERITY_ROSE("alert became more severe"),
    RESOLVED("alert resolved"),
    /** Somebody had resolved it, and took that back. */
    REOPENED("alert was reopened"),
    SNOOZE_OVER("alert is still on after its snooze"),
    /** The episode was as severe before, or more, and the receiver was told then. */
    ALREADY_TOLD("told before in this episode"),
    SNOOZED("somebody has snoozed it"),
    NO_ROUTE("no route has a receiver for it"),
    /** A silence mutes the alert. What still burns when the silence ends is told then. */
    SILENCED("a silence mutes it"),
    /** A maintenance window mutes the alert. What still burns when the window closes is told then. */
    IN_MAINTENANCE("a maintenance window mutes it"),
    /** The receiver could not be told that it was active, and now it is over. */
    NEVER_TOLD("it was over before the receiver could be told"),
    /** The other side refused. */
    REFUSED("the receiver refuses it"),
    GAVE_UP("no attempt was successful");

    private final String words;

    Reason(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
