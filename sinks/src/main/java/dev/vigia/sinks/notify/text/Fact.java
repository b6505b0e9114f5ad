package dev.vigia.sinks.notify.text;

/**
 * One line of what is known.
 *
 * @param kind for a channel that has room for a few only
 * @param name in the reader's language; of a field of the group, the field's own name
 * @param value one line, not escaped
 */
public record Fact(Kind kind, String name, String value) {

    public enum Kind {
        SEVERITY,
        STATE,
        TIME,
        BEGAN,
        DURATION,
        WATCHED_UNTIL,
        SNOOZED_UNTIL,
        ACKNOWLEDGED,
        ASSIGNED,
        /** What somebody said. */
        SAID,
        CONDITION,
        /** The value against its bound. */
        VALUE,
        /** One condition of several, with its value. */
        PART,
        /** How the value has come about. */
        COURSE,
        /** A field of the group that the alert is of. */
        GROUP,
        /** A runbook that is no address on the web. */
        RUNBOOK,
        /** What of an alert is news in a digest. */
        NEWS,
        /** How often it began since the last digest. */
        EPISODES,
        /** Why the reader gets this. */
        REASON,
        /** What the notification's alerts are grouped by. */
        GROUPED_BY,
        /** The receiver in whose place the reader is told. */
        FALLBACK
    }
}
